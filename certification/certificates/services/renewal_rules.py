"""A new version of the rules of renewal. A version that exists is never changed: applications name it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certification.certificates.models import RenewalRuleSet
from certification.certificates.renewal.rules import RenewalRules
from certification.certificates.status import TIME_ZONE
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.errors import DomainError


class RulesUnreadable(DomainError):
    status = 400
    message = _(
        "The parameters are no rules of renewal: hours_years and opens_days_before from 1 on, and reminder_days_before, different days within that window."
    )


class RulesInPast(DomainError):
    message = _("A rule set comes into force tomorrow at the earliest, so that no application of the past changes.")


@transaction.atomic
def create_renewal_rule_set(
    *, code: str, effective_on: date, basis: str, parameters: dict[str, object], created_by: User, now: datetime
) -> RenewalRuleSet:
    if effective_on <= now.astimezone(TIME_ZONE).date():
        raise RulesInPast
    try:
        RenewalRules.from_parameters(parameters)
    except (ValueError, AttributeError, TypeError) as error:
        raise RulesUnreadable from error
    rule_set = RenewalRuleSet.objects.create(code=code, effective_on=effective_on, basis=basis, parameters=parameters)
    record_entry(
        action="certificates.create_renewal_rule_set",
        subject=rule_set,
        actor=created_by,
        now=now,
        detail={"code": code},
    )
    return rule_set
