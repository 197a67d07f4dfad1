"""What happens to a certificate after its issue: suspended, reinstated, canceled. Each is an event, a line in the trail and a letter.

A revocation takes two persons: ``revoking``.
"""

from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.certificates.enums import EventType, Status
from certification.certificates.models import Certificate, CertificateEvent
from certification.certificates.rules import APPLIED, ENDS, can_happen
from certification.certificates.signals import certificate_changed
from certification.certificates.status import status_at
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.errors import DomainError
from lms.notifications.services import notify

_REFUSALS = {
    EventType.SUSPENDED: _("Only a valid certificate can be suspended. Look at its status again."),
    EventType.REINSTATED: _("Only a suspended certificate can be reinstated. Look at its status again."),
    EventType.REVOKED: _("This certificate has been ended already; there is nothing left to revoke."),
    EventType.CANCELLED: _("Only a valid or suspended certificate can be canceled. Look at its status again."),
    EventType.REISSUED: _("Only a valid certificate can be issued anew. Look at its status again."),
}
_ACTIONS = {
    EventType.SUSPENDED: "certificates.suspend_certificate",
    EventType.REINSTATED: "certificates.reinstate_certificate",
    EventType.REVOKED: "certificates.revoke_certificate",
    EventType.CANCELLED: "certificates.cancel_certificate",
    EventType.REISSUED: "certificates.reissue_certificate",
    EventType.EXPIRED: "certificates.expire_certificate",
}
_SUBJECTS = {
    EventType.SUSPENDED: _("Your certificate {number} has been suspended"),
    EventType.REINSTATED: _("Your certificate {number} is valid again"),
    EventType.REVOKED: _("Your certificate {number} has been revoked"),
    EventType.CANCELLED: _("Your certificate {number} has been canceled"),
    EventType.REISSUED: _("Your certificate {number} has been issued anew"),
    EventType.EXPIRED: _("Your certificate {number} has expired"),
}


class ChangeNotPossible(DomainError):
    def __init__(self, type_: EventType) -> None:
        super().__init__(_REFUSALS[type_])


class ReasonMissing(DomainError):
    status = 400
    message = _("Give the reason: it is kept with the certificate and told to the holder.")


class OwnCertificate(DomainError):
    status = 403
    message = _("This is your own certificate, so another registrar decides.")


class RevocationWaits(DomainError):
    message = _(
        "A revocation of this certificate waits for its decision. Decide it first; until then it cannot be ended otherwise."
    )


def suspend_certificate(*, certificate: Certificate, actor: User, reason: str, now: datetime) -> CertificateEvent:
    return _change(certificate, EventType.SUSPENDED, actor=actor, reason=reason, now=now)


def reinstate_certificate(*, certificate: Certificate, actor: User, reason: str, now: datetime) -> CertificateEvent:
    return _change(certificate, EventType.REINSTATED, actor=actor, reason=reason, now=now)


def cancel_certificate(*, certificate: Certificate, actor: User, reason: str, now: datetime) -> CertificateEvent:
    """Final, at the holder's own request."""
    return _change(certificate, EventType.CANCELLED, actor=actor, reason=reason, now=now)


@transaction.atomic
def _change(certificate: Certificate, type_: EventType, *, actor: User, reason: str, now: datetime) -> CertificateEvent:
    if not reason.strip():
        raise ReasonMissing
    locked = lock_certificate(certificate)
    refuse_own(locked, actor)
    status = status_of(locked, now=now)
    done = locked.events.filter(type=type_).order_by("at", "pk").last() if status == APPLIED[type_] else None
    if done is not None:
        # The second click of a double click: what it asks for is so already.
        return done
    if not can_happen(type_, status=status):
        raise ChangeNotPossible(type_)
    if type_ in ENDS:
        refuse_while_revocation_waits(locked)
    return add_event(locked, type_, actor=actor, reason=reason.strip(), now=now)


def lock_certificate(certificate: Certificate) -> Certificate:
    return (
        # Leaves the key alone: the log may point to the certificate meanwhile.
        Certificate.objects.select_for_update(of=("self",), no_key=True)
        .select_related("practitioner__user", "domain", "template")
        .get(pk=certificate.pk)
    )


def status_of(certificate: Certificate, *, now: datetime) -> Status | None:
    return status_at(certificate.events.order_by("at", "pk"), valid_until=certificate.valid_until, moment=now)


def refuse_own(certificate: Certificate, actor: User) -> None:
    """Nobody decides about a certificate of their own. One on paper may be of nobody with an account."""
    if certificate.practitioner is not None and certificate.practitioner.user_id == actor.pk:
        raise OwnCertificate


def refuse_while_revocation_waits(certificate: Certificate) -> None:
    """Nobody gets round a proposed revocation by giving the certificate up, or by having it issued anew."""
    if certificate.revocations.filter(decision="").exists():
        raise RevocationWaits


def add_event(
    certificate: Certificate,
    type_: EventType,
    *,
    actor: User | None,
    reason: str,
    now: datetime,
    told: str | Promise = "",
) -> CertificateEvent:
    """``told``: what the holder reads instead of ``reason``."""
    event = CertificateEvent.objects.create(certificate=certificate, type=type_, at=now, actor=actor, reason=reason)
    record_entry(
        action=_ACTIONS[type_],
        subject=certificate,
        actor=actor,
        now=now,
        detail={"number": certificate.number, "issue": certificate.issue, "event": event.pk},
    )
    # The holder of a paper certificate may have no account to be told through.
    if certificate.practitioner is not None:
        notify(
            recipient=certificate.practitioner.user,
            key=f"certificates.event.{event.pk}",
            subject=format_lazy(_SUBJECTS[type_], number=certificate.number),
            body=_letter(told or reason),
            path="/my/certificates/",
            now=now,
        )
    certificate_changed.send(sender=Certificate, certificate=certificate, event=event, now=now)
    return event


def _letter(reason: str | Promise) -> str | Promise:
    if not reason:
        return _("Anyone who verifies it sees its new status from now on.")
    return format_lazy(
        "{status}\n{reason}",
        status=_("Anyone who verifies it sees its new status from now on; the reason is shown to you only:"),
        reason=reason,
    )
