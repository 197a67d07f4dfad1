"""What the kinds of certificates share: from a draft (a certificate with its source and facts, unsaved) to one that is issued."""

import secrets
from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.certificates.documents import printed_text
from certification.certificates.enums import EventType, Kind
from certification.certificates.models import (
    Certificate,
    CertificateDocument,
    CertificateEvent,
    CertificateTemplate,
    NumberCounter,
)
from certification.certificates.numbers import format_number
from certification.certificates.printed_words import date_issued, label_level, word_certificate
from certification.certificates.queries import template_in_force
from certification.certificates.services.credentials import open_credential
from certification.certificates.signals import certificate_changed
from certification.certificates.signing import ready_signer
from certification.certificates.tasks import render_document
from certification.certificates.wording import forbidden_words
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.celery import send_after_commit
from lms.errors import DomainError
from lms.notifications.services import notify
from lms.pdf.fonts import missing_glyphs

_TOKEN_BYTES = 16
_LONGEST_TITLE = 160


class TemplateMissing(DomainError):
    message = gettext_lazy("There is no certificate template of this kind. Add one in the administration first.")


class WordingForbidden(DomainError):
    def __init__(self, words: list[str]) -> None:
        super().__init__(
            _("A certificate must not say %(words)s. Change the title, the issuer or the template; then issue again.")
            % {"words": "、".join(words)}
        )


class TitleTooLong(DomainError):
    message = gettext_lazy(
        "With the names filled in, the certificate’s title has more than 160 characters. Shorten the title of the template; then issue again."
    )


class GlyphMissing(DomainError):
    def __init__(self, characters: list[str]) -> None:
        named = "、".join(f"{character} (U+{ord(character):04X})" for character in characters)
        super().__init__(
            _(
                "No installed font can draw %(characters)s, so the certificate would show a gap. Install a font that has it, "
                "or agree on another spelling with the holder; then issue again."
            )
            % {"characters": named}
        )


class CertificateStands(DomainError):
    def __init__(self, number: str) -> None:
        super().__init__(
            _(
                "Certificate %(number)s was issued for this before, and it stands. Revoke or cancel it first if it is wrong; then issue again."
            )
            % {"number": number}
        )


def issue_draft(draft: Certificate, *, issued_by: User | None, now: datetime) -> Certificate:
    """Inside the transaction that holds the source's lock. The holder is printed as on record today."""
    practitioner = draft.holder
    draft.template = require_template(draft.kind)
    draft.name, draft.id_type = practitioner.name, practitioner.id_type
    draft.id_last4 = practitioner.id_number_last4
    complete_draft(draft, issued_by=issued_by, now=now)
    year = date_issued(now).year
    draft.number = format_number(
        kind=draft.kind,
        year=year,
        domain=draft.domain_id or "",
        level=draft.level,
        serial=_next_serial(Kind(draft.kind), year),
    )
    draft.save()
    open_certificate(draft, actor=issued_by, now=now)
    return draft


def require_template(kind: str) -> CertificateTemplate:
    template = template_in_force(kind)
    if template is None:
        raise TemplateMissing
    return template


def complete_draft(draft: Certificate, *, issued_by: User | None, now: datetime) -> None:
    """What every issue of a certificate gets; refuses what must not be printed, or cannot be."""
    draft.title = word_certificate(draft).leading_title
    draft.issued_at, draft.issued_by = now, issued_by
    check_printable(draft)
    draft.is_test = ready_signer(now=now).is_test
    draft.token = secrets.token_urlsafe(_TOKEN_BYTES)


def check_printable(draft: Certificate) -> None:
    """Refuses wording that a certificate must not bear (its text is warned about when it is written, the disclaimer is exempt),
    and characters that no font has."""
    wording, template = word_certificate(draft), draft.design
    if len(wording.leading_title) > _LONGEST_TITLE:
        raise TitleTooLong
    named = [wording.title, wording.title_en, template.issuer_name, template.issuer_name_en]
    named += [draft.subject, draft.subject_en]
    if draft.domain is not None:
        named += [draft.domain.name_zh, draft.domain.name_en]
    if draft.level:
        named += [label_level(draft.level, english=english) for english in (False, True)]
    words = forbidden_words("\n".join(named))
    if words:
        raise WordingForbidden(words)
    missing = missing_glyphs(printed_text(draft))
    if missing:
        raise GlyphMissing(missing)


def _next_serial(kind: Kind, year: int) -> int:
    """Locked until the certificate is committed: a transaction that fails gives its number back, so there are no gaps."""
    NumberCounter.objects.get_or_create(kind=kind, year=year)
    counter = NumberCounter.objects.select_for_update().get(kind=kind, year=year)
    counter.last_serial += 1
    counter.save(update_fields=["last_serial"])
    return counter.last_serial


def open_certificate(certificate: Certificate, *, actor: User | None, now: datetime) -> None:
    """What a certificate begins its life with: its first event, a document to render, a credential to sign, the trail, a letter to the holder."""
    event = CertificateEvent.objects.create(certificate=certificate, type=EventType.ISSUED, at=now, actor=actor)
    document = CertificateDocument.objects.create(certificate=certificate)
    open_credential(certificate)
    record_entry(
        action="certificates.issue_certificate",
        subject=certificate,
        actor=actor,
        now=now,
        detail={
            "number": certificate.number,
            "issue": certificate.issue,
            **{name: pk for name, pk in certificate.sources.items() if pk is not None},
        },
    )
    notify(
        recipient=certificate.holder.user,
        key=f"certificates.issued.{certificate.pk}",
        subject=format_lazy(gettext_lazy("Your certificate {number} has been issued"), number=certificate.number),
        body=gettext_lazy(
            "Your certificate has been issued and can be verified from now on. We write again when its PDF is ready."
        ),
        path="/my/certificates/",
        now=now,
    )
    certificate_changed.send(sender=Certificate, certificate=certificate, event=event, now=now)
    send_after_commit(render_document, document.pk)
