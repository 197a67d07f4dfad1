"""Ending a certificate against its holder's will: one registrar proposes, another confirms or declines. Before that nothing changes."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.certificates.enums import EventType, RevocationCategory, RevocationDecision
from certification.certificates.models import Certificate, Revocation
from certification.certificates.rules import can_happen
from certification.certificates.services.changing import (
    ChangeNotPossible,
    add_event,
    lock_certificate,
    refuse_own,
    status_of,
)
from lms.accounts.models import User
from lms.accounts.queries import colleagues_who_may
from lms.audit.services import record_entry
from lms.errors import DomainError
from lms.notifications.services import notify


class GroundsMissing(DomainError):
    status = 400
    message = _(
        "Say in the note what happened, and name the evidence and where it is kept: another person decides by them."
    )


class DecisionReasonMissing(DomainError):
    status = 400
    message = _("Give the reason for your decision: it is kept with the proposal.")


class OwnProposal(DomainError):
    status = 403
    message = _("You proposed this revocation, so another registrar decides it. It stands in their list.")


class AnotherProposalWaits(DomainError):
    message = _(
        "A colleague has proposed to revoke this certificate already. Open that proposal, and decide it instead of making a second one."
    )


class DecidedOtherwise(DomainError):
    message = _(
        "This proposal has been decided already, and otherwise. If there is new evidence, propose the revocation anew."
    )


def propose_revocation(
    *,
    certificate: Certificate,
    category: RevocationCategory,
    note: str,
    evidence: str,
    proposed_by: User,
    now: datetime,
) -> Revocation:
    """Asked again by the same person while it waits, the same one."""
    note, evidence = note.strip(), evidence.strip()
    if not note or not evidence:
        raise GroundsMissing
    try:
        with transaction.atomic():
            return _propose(certificate, category, note=note, evidence=evidence, proposed_by=proposed_by, now=now)
    except IntegrityError as raced:
        # Of two colleagues at once, the later one.
        raise AnotherProposalWaits from raced


def _propose(
    certificate: Certificate,
    category: RevocationCategory,
    *,
    note: str,
    evidence: str,
    proposed_by: User,
    now: datetime,
) -> Revocation:
    locked = lock_certificate(certificate)
    open_one = locked.revocations.filter(decision="").first()
    if open_one is not None:
        if open_one.proposed_by_id == proposed_by.pk:
            return open_one
        raise AnotherProposalWaits
    if not can_happen(EventType.REVOKED, status=status_of(locked, now=now)):
        raise ChangeNotPossible(EventType.REVOKED)
    revocation = Revocation.objects.create(
        certificate=locked, category=category, note=note, evidence=evidence, proposed_by=proposed_by, proposed_at=now
    )
    _record("certificates.propose_revocation", revocation, actor=proposed_by, now=now)
    _tell_the_others(revocation, now=now)
    return revocation


def confirm_revocation(*, revocation: Revocation, decided_by: User, reason: str, now: datetime) -> Revocation:
    """From here on the certificate is revoked for good."""
    return _decide(revocation, RevocationDecision.CONFIRMED, decided_by=decided_by, reason=reason, now=now)


def decline_revocation(*, revocation: Revocation, decided_by: User, reason: str, now: datetime) -> Revocation:
    """The certificate stays as it is, and its holder hears nothing of the proposal."""
    return _decide(revocation, RevocationDecision.DECLINED, decided_by=decided_by, reason=reason, now=now)


@transaction.atomic
def _decide(
    revocation: Revocation, decision: RevocationDecision, *, decided_by: User, reason: str, now: datetime
) -> Revocation:
    if not reason.strip():
        raise DecisionReasonMissing
    # The certificate first, as whoever changes it does: so no two of them wait for each other.
    certificate = lock_certificate(revocation.certificate)
    locked = Revocation.objects.select_for_update(of=("self",)).get(pk=revocation.pk)
    if locked.proposed_by_id == decided_by.pk:
        raise OwnProposal
    refuse_own(certificate, decided_by)
    if locked.decision == decision:
        # The second click of a double click.
        return locked
    if locked.decision:
        raise DecidedOtherwise
    if decision == RevocationDecision.CONFIRMED:
        _revoke(locked, certificate, actor=decided_by, now=now)
    locked.decision = decision
    locked.decided_by = decided_by
    # Clocks of two servers may differ by a moment.
    locked.decided_at = max(now, locked.proposed_at)
    locked.decision_reason = reason.strip()
    locked.save(update_fields=["decision", "decided_by", "decided_at", "decision_reason", "event"])
    _record(f"certificates.{_DEEDS[decision]}_revocation", locked, actor=decided_by, now=now)
    return locked


_DEEDS = {RevocationDecision.CONFIRMED: "confirm", RevocationDecision.DECLINED: "decline"}


def _revoke(revocation: Revocation, certificate: Certificate, *, actor: User, now: datetime) -> None:
    if not can_happen(EventType.REVOKED, status=status_of(certificate, now=now)):
        raise ChangeNotPossible(EventType.REVOKED)
    category = RevocationCategory(revocation.category)
    # The holder is told the category in words; the note stays with the association.
    told = format_lazy(_("The reason: {category}."), category=category.label)
    revocation.event = add_event(certificate, EventType.REVOKED, actor=actor, reason="", told=told, now=now)


def _record(action: str, revocation: Revocation, *, actor: User, now: datetime) -> None:
    certificate = revocation.certificate
    detail = {
        "number": certificate.number,
        "issue": certificate.issue,
        "revocation": revocation.pk,
        "category": revocation.category,
        "proposed_by": revocation.proposed_by_id,
    }
    record_entry(action=action, subject=certificate, actor=actor, now=now, detail=detail)


def _tell_the_others(revocation: Revocation, *, now: datetime) -> None:
    """Whoever may propose a revocation may decide one of a colleague's. Number only: a letter is read by others too."""
    for registrar in colleagues_who_may("certificates.revoke_certificate").exclude(pk=revocation.proposed_by_id):
        notify(
            recipient=registrar,
            key=f"certificates.revocation.{revocation.pk}",
            subject=format_lazy(
                _("A revocation waits for your decision: {number}"), number=revocation.certificate.number
            ),
            body=_(
                "A colleague proposes to revoke a certificate. It takes effect only if a second person confirms it."
            ),
            path="/desk/certificates/revocations/",
            now=now,
        )
