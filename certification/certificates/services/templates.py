"""Templates are versions: a change is a new one, and certificates that were issued keep theirs."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.certificates.models import CertificateTemplate, TemplatePicture
from certification.certificates.printed_words import texts_of, unknown_placeholders
from certification.certificates.services.drafts import GlyphMissing, WordingForbidden
from certification.certificates.wording import doubtful_words, forbidden_words, has_fixed_clause
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.errors import DomainError
from lms.pdf.fonts import missing_glyphs

_PICTURES = ("seal", "signature")
_OF_A_VERSION = {"id", "version", "created_at"}


class PlaceholderUnknown(DomainError):
    status = 400

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            _("%(names)s stands for nothing on a certificate of this kind. Use the placeholders that the help names.")
            % {"names": "、".join(names)}
        )


class DisclaimerIncomplete(DomainError):
    status = 400
    message = gettext_lazy(
        "The disclaimer must contain the fixed clause that the certificate is no vocational qualification and no license. Put it back."
    )


class SignatoryMissing(DomainError):
    status = 400
    message = gettext_lazy("Name the person whose signature this is.")


class WordingDoubtful(DomainError):
    status = 400

    def __init__(self, words: list[str]) -> None:
        super().__init__(
            _(
                "The text says %(words)s, which may be taken for an official qualification. Reword it, or confirm that it names something else."
            )
            % {"words": "、".join(words)}
        )


class TemplateSuperseded(DomainError):
    def __init__(self, version: int) -> None:
        super().__init__(
            _(
                "Version %(version)s was put in force while this one was being written. See in the list what it changed and take that over here; "
                "sent again, this becomes the version after it."
            )
            % {"version": version}
        )


@transaction.atomic
def publish_template(
    *,
    draft: CertificateTemplate,
    author: User | None,
    now: datetime,
    accepts_doubtful_words: bool = False,
    begun_from: int | None = None,
) -> CertificateTemplate:
    """Adds the draft as the next version, which certificates of its kind are issued by from now on.

    What is in force already is not added again. ``begun_from``: the version its author saw; in another window there may be a newer one by now.
    """
    check_template(draft)
    words = words_in_doubt(draft)
    if words and not accepts_doubtful_words:
        raise WordingDoubtful(words)
    for name in _PICTURES:
        setattr(draft, name, _keep_picture(getattr(draft, name), author, now))
    # Two at once wait here for each other.
    in_force = CertificateTemplate.objects.select_for_update().filter(kind=draft.kind).order_by("version").last()
    if in_force is not None and _say_the_same(draft, in_force):
        return in_force
    if in_force is not None and begun_from not in {None, in_force.version}:
        raise TemplateSuperseded(in_force.version)
    draft.version = (in_force.version if in_force else 0) + 1
    draft.created_at = now
    draft.save(force_insert=True)
    record_entry(
        action="certificates.publish_template",
        subject=draft,
        actor=author,
        now=now,
        detail={"kind": draft.kind, "version": draft.version, "doubtful_words": words},
    )
    return draft


def _keep_picture(picture: TemplatePicture | None, author: User | None, now: datetime) -> TemplatePicture | None:
    """The same picture is kept once, whoever uploads it again."""
    if picture is None or picture.pk is not None:
        return picture
    kept, _created = TemplatePicture.objects.get_or_create(
        sha256=picture.sha256,
        defaults={
            "media_type": picture.media_type,
            "content": picture.content,
            "uploaded_by": author,
            "uploaded_at": now,
        },
    )
    return kept


def _say_the_same(draft: CertificateTemplate, other: CertificateTemplate) -> bool:
    names = [field.attname for field in CertificateTemplate._meta.concrete_fields]
    return all(getattr(draft, name) == getattr(other, name) for name in names if name not in _OF_A_VERSION)


def check_template(draft: CertificateTemplate) -> None:
    """Refuses what no certificate may bear, what stands for nothing, and what no font can draw."""
    named = [draft.title, draft.title_en, draft.issuer_name, draft.issuer_name_en]
    words = forbidden_words("\n".join([*named, draft.signatory_post, draft.signatory_post_en]))
    if words:
        raise WordingForbidden(words)
    if draft.signature is not None and not draft.signatory_name:
        raise SignatoryMissing
    unknown = unknown_placeholders("\n".join(texts_of(draft)), draft.kind)
    if unknown:
        raise PlaceholderUnknown(unknown)
    disclaimers = [draft.disclaimer] * draft.has_chinese + [draft.disclaimer_en] * bool(draft.disclaimer_en)
    if not all(has_fixed_clause(text) for text in disclaimers):
        raise DisclaimerIncomplete
    missing = missing_glyphs("\n".join(texts_of(draft)))
    if missing:
        raise GlyphMissing(missing)


def words_in_doubt(draft: CertificateTemplate) -> list[str]:
    """Words that are blocked in a title and may stand in a text, where they name something else; the fixed clause is exempt."""
    return doubtful_words(f"{draft.body}\n{draft.body_en}\n{draft.disclaimer}\n{draft.disclaimer_en}")
