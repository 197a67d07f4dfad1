"""A certificate of competency goes on for another term: its holder applies, a registrar decides, a new certificate continues the old one."""

from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.certificates.enums import Kind, RenewalDecision, Status
from certification.certificates.models import Certificate, Renewal
from certification.certificates.renewal.conditions import is_renewable, read_conditions, rule_set_on, rules_of
from certification.certificates.services.changing import (
    lock_certificate,
    refuse_own,
    refuse_while_revocation_waits,
    status_of,
)
from certification.certificates.services.drafts import issue_draft
from certification.certificates.status import TIME_ZONE, years_later
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.errors import DomainError
from lms.notifications.services import notify


class NotRenewable(DomainError):
    message = gettext_lazy(
        "This certificate is not renewed here: only valid certificates of competency that the platform issued are. Take the assessment again instead."
    )


class WindowClosed(DomainError):
    def __init__(self, *, opens_on: str, closes_on: str) -> None:
        super().__init__(
            _("A renewal can be applied for from %(opens)s until %(closes)s. After that the way is a new assessment.")
            % {"opens": opens_on, "closes": closes_on}
        )


class RenewedAlready(DomainError):
    message = gettext_lazy("This certificate has been renewed already. The new one stands in your list.")


class ConditionsUnmet(DomainError):
    message = gettext_lazy(
        "The conditions of a renewal are not met. Book the hours that are missing, or take the assessment again."
    )


class DecidedOtherwise(DomainError):
    message = gettext_lazy("This application has been decided already, and otherwise. The holder can apply again.")


class ReasonMissing(DomainError):
    status = 400
    message = gettext_lazy("Give the reason: the holder reads it.")


@transaction.atomic
def apply_for_renewal(*, certificate: Certificate, applicant: User, now: datetime) -> Renewal:
    """The holder's application; asked again while it waits, the same one. Only whoever meets the conditions applies."""
    old = lock_certificate(certificate)
    waiting = old.renewals.filter(decision="").first()
    if waiting is not None:
        return waiting
    if old.renewals.filter(decision=RenewalDecision.GRANTED).exists():
        raise RenewedAlready
    if not is_renewable(old) or old.valid_until is None or old.holder.user_id != applicant.pk:
        raise NotRenewable
    today = now.astimezone(TIME_ZONE).date()
    rule_set = rule_set_on(today)
    rules = rules_of(rule_set)
    if not rules.is_open(old.valid_until, on=today):
        raise WindowClosed(
            opens_on=date_format(rules.opens_on(old.valid_until)), closes_on=date_format(old.valid_until)
        )
    if status_of(old, now=now) != Status.VALID:
        raise NotRenewable
    conditions = read_conditions(old, rules, now=now)
    if not conditions.are_met:
        raise ConditionsUnmet
    renewal = Renewal.objects.create(certificate=old, rule_set=rule_set, applied_at=now, conditions=conditions.values())
    _record("certificates.apply_for_renewal", renewal, actor=applicant, now=now)
    return renewal


@transaction.atomic
def grant_renewal(*, renewal: Renewal, decided_by: User, now: datetime) -> Renewal:
    """A new certificate with a number of its own, valid from now for a full term after the old one's last day."""
    locked, old = _lock(renewal, decided_by)
    if locked.decision == RenewalDecision.GRANTED:
        return locked
    if locked.decision:
        raise DecidedOtherwise
    # Applied for in time; that the decision came after the last day is not the holder's fault.
    if status_of(old, now=now) not in {Status.VALID, Status.EXPIRED}:
        raise NotRenewable
    refuse_while_revocation_waits(old)
    conditions = read_conditions(old, rules_of(locked.rule_set), now=now)
    if not conditions.are_met:
        raise ConditionsUnmet
    locked.renewed = issue_draft(_draft(old), issued_by=decided_by, now=now)
    locked.decision, locked.decided_by, locked.decided_at = RenewalDecision.GRANTED, decided_by, now
    locked.conditions = conditions.values()
    locked.save(update_fields=["renewed", "decision", "decided_by", "decided_at", "conditions"])
    _record("certificates.grant_renewal", locked, actor=decided_by, now=now)
    notify(
        recipient=old.holder.user,
        key=f"certificates.renewal.{locked.pk}",
        subject=format_lazy(gettext_lazy("Your certificate {number} has been renewed"), number=old.number),
        body=format_lazy(
            gettext_lazy("The new certificate {number} continues it. The old one counts until its last day."),
            number=locked.renewed.number,
        ),
        path="/my/certificates/",
        now=now,
    )
    return locked


@transaction.atomic
def decline_renewal(*, renewal: Renewal, decided_by: User, reason: str, now: datetime) -> Renewal:
    """The certificate runs until its last day; the holder reads the reason, and can apply again in time."""
    if not reason.strip():
        raise ReasonMissing
    locked, old = _lock(renewal, decided_by)
    if locked.decision == RenewalDecision.DECLINED:
        return locked
    if locked.decision:
        raise DecidedOtherwise
    locked.decision, locked.decided_by, locked.decided_at = RenewalDecision.DECLINED, decided_by, now
    locked.reason = reason.strip()
    locked.save(update_fields=["decision", "decided_by", "decided_at", "reason"])
    _record("certificates.decline_renewal", locked, actor=decided_by, now=now)
    notify(
        recipient=old.holder.user,
        key=f"certificates.renewal.{locked.pk}",
        subject=format_lazy(gettext_lazy("Your certificate {number} has not been renewed"), number=old.number),
        body=format_lazy(gettext_lazy("It counts until its last day. The reason: {reason}"), reason=locked.reason),
        path="/my/certificates/",
        now=now,
    )
    return locked


def _lock(renewal: Renewal, decided_by: User) -> tuple[Renewal, Certificate]:
    # The certificate first, as whoever changes it does.
    old = lock_certificate(renewal.certificate)
    locked = Renewal.objects.select_for_update(of=("self",)).select_related("rule_set").get(pk=renewal.pk)
    refuse_own(old, decided_by)
    return locked, old


def _draft(old: Certificate) -> Certificate:
    if old.result is None or old.valid_until is None:
        raise NotRenewable
    assessment = old.result.attempt.registration.sitting.assessment
    return Certificate(
        kind=Kind.COMPETENCY,
        result=old.result,
        renews=old,
        practitioner=old.practitioner,
        domain=old.domain,
        level=old.level,
        basis=assessment.standard,
        # Whoever applies early loses nothing: the new term begins where the old one ends.
        valid_until=years_later(old.valid_until, assessment.validity_years),
    )


def _record(action: str, renewal: Renewal, *, actor: User, now: datetime) -> None:
    detail = {
        "number": renewal.certificate.number,
        "renewal": renewal.pk,
        "rule_set": renewal.rule_set.code,
        "conditions": renewal.conditions,
        **({"new_number": renewal.renewed.number} if renewal.renewed else {}),
    }
    record_entry(action=action, subject=renewal.certificate, actor=actor, now=now, detail=detail)
