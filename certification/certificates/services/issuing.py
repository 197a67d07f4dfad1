"""From a released pass to a certificate: once, with a number that has no gaps."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.certificates.documents import date_issued, printed_text, word_template
from certification.certificates.enums import EventType, Kind
from certification.certificates.models import (
    Certificate,
    CertificateDocument,
    CertificateEvent,
    CertificateTemplate,
    IssueRefusal,
    NumberCounter,
)
from certification.certificates.numbers import format_number
from certification.certificates.queries import template_in_force
from certification.certificates.services.credentials import open_credential
from certification.certificates.signals import certificate_changed
from certification.certificates.signing import ready_signer
from certification.certificates.status import last_valid_day
from certification.certificates.tasks import render_document
from certification.certificates.wording import forbidden_words
from certification.marking.enums import Outcome, ResultState
from certification.marking.models import Result
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.celery import send_after_commit
from lms.competency.models import Domain
from lms.errors import DomainError
from lms.notifications.services import notify
from lms.pdf.fonts import missing_glyphs

_TOKEN_BYTES = 16


class ResultNotReleased(DomainError):
    message = gettext_lazy(
        "This result has not been released yet. Release it first; its certificate is issued with it."
    )


class ResultNotPassed(DomainError):
    message = gettext_lazy("This assessment was not passed, so there is no certificate for it.")


class TemplateMissing(DomainError):
    message = gettext_lazy("There is no certificate template of this kind. Add one in the administration first.")


class WordingForbidden(DomainError):
    def __init__(self, words: list[str]) -> None:
        super().__init__(
            _("A certificate must not say %(words)s. Change the title, the issuer or the template; then issue again.")
            % {"words": "、".join(words)}
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


@transaction.atomic
def issue_certificate(*, result: Result, issued_by: User, now: datetime) -> Certificate:
    """The certificate of this result; asked again, the same one."""
    # Twenty requests at once wait here for the first, and find what it made.
    locked = (
        Result.objects.select_for_update(of=("self",))
        .select_related(
            "attempt__registration__sitting__assessment__domain", "attempt__registration__practitioner__user"
        )
        .get(pk=result.pk)
    )
    existing = Certificate.objects.filter(result=locked, issue=1).first()
    if existing is not None:
        return existing
    template = _check_issuable(locked)
    certificate = _insert(locked, template, issued_by=issued_by, is_test=ready_signer(now=now).is_test, now=now)
    open_certificate(certificate, actor=issued_by, now=now)
    IssueRefusal.objects.filter(result=locked).delete()
    return certificate


def issue_for_released_result(*, result: Result, released_by: User, now: datetime) -> Certificate | None:
    """What a release sets off: a refusal here is written down for the registrar and never undoes the release."""
    if result.outcome != Outcome.PASS:
        return None
    try:
        # A savepoint: what the refused issue had written is taken back alone.
        with transaction.atomic():
            return issue_certificate(result=result, issued_by=released_by, now=now)
    except DomainError as refusal:
        IssueRefusal.objects.update_or_create(result=result, defaults={"reason": str(refusal), "refused_at": now})
        return None


def _check_issuable(result: Result) -> CertificateTemplate:
    if result.state != ResultState.RELEASED:
        raise ResultNotReleased
    if result.outcome != Outcome.PASS:
        raise ResultNotPassed
    template = template_in_force(Kind.COMPETENCY)
    if template is None:
        raise TemplateMissing
    registration = result.attempt.registration
    assessment, name = registration.sitting.assessment, registration.practitioner.name
    check_printable(template, domain=assessment.domain, level=assessment.level, basis=assessment.standard, name=name)
    return template


def check_printable(template: CertificateTemplate, *, domain: Domain, level: str, basis: str, name: str) -> None:
    """Refuses wording that a certificate must not bear (the disclaimer is exempt), and characters no font has."""
    title = word_template(template, domain=domain, level=level).title
    words = forbidden_words(f"{title}\n{domain.name_zh}\n{template.issuer_name}")
    if words:
        raise WordingForbidden(words)
    missing = missing_glyphs(printed_text(template=template, domain=domain, level=level, name=name, basis=basis))
    if missing:
        raise GlyphMissing(missing)


def _insert(
    result: Result, template: CertificateTemplate, *, issued_by: User, is_test: bool, now: datetime
) -> Certificate:
    registration = result.attempt.registration
    assessment, practitioner = registration.sitting.assessment, registration.practitioner
    year = date_issued(now).year
    return Certificate.objects.create(
        token=new_token(),
        kind=Kind.COMPETENCY,
        number=format_number(
            kind=Kind.COMPETENCY,
            year=year,
            domain=assessment.domain_id,
            level=assessment.level,
            serial=_next_serial(Kind.COMPETENCY, year),
        ),
        result=result,
        practitioner=practitioner,
        template=template,
        title=word_template(template, domain=assessment.domain, level=assessment.level).title,
        name=practitioner.name,
        id_type=practitioner.id_type,
        id_last4=practitioner.id_number_last4,
        domain=assessment.domain,
        level=assessment.level,
        basis=assessment.standard,
        issued_at=now,
        issued_by=issued_by,
        valid_until=last_valid_day(now, years=assessment.validity_years),
        is_test=is_test,
    )


def _next_serial(kind: Kind, year: int) -> int:
    """Locked until the certificate is committed: a transaction that fails gives its number back, so there are no gaps."""
    NumberCounter.objects.get_or_create(kind=kind, year=year)
    counter = NumberCounter.objects.select_for_update().get(kind=kind, year=year)
    counter.last_serial += 1
    counter.save(update_fields=["last_serial"])
    return counter.last_serial


def new_token() -> str:
    """128 random bits for the QR code: whoever has it has the paper."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def open_certificate(certificate: Certificate, *, actor: User, now: datetime) -> None:
    """What a certificate begins its life with: its first event, a document to render, a credential to sign, the trail, a letter to the holder."""
    event = CertificateEvent.objects.create(certificate=certificate, type=EventType.ISSUED, at=now, actor=actor)
    document = CertificateDocument.objects.create(certificate=certificate)
    open_credential(certificate)
    record_entry(
        action="certificates.issue_certificate",
        subject=certificate,
        actor=actor,
        now=now,
        detail={"number": certificate.number, "issue": certificate.issue, "result": certificate.result_id},
    )
    notify(
        recipient=certificate.practitioner.user,
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
