"""A new version of the credit rules. A version that exists is never changed: past scores name it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.credit.models import CreditRuleSet
from certification.credit.scoring import CreditRules, RuleSetError
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.errors import DomainError


class RuleSetUnreadable(DomainError):
    message = _("The parameters are no rule set.")


class RuleSetInPast(DomainError):
    message = _("A rule set comes into force tomorrow at the earliest, so that no score of the past changes.")


@transaction.atomic
def create_rule_set(
    *, code: str, effective_on: date, parameters: dict[str, object], created_by: User, now: datetime
) -> CreditRuleSet:
    if effective_on <= timezone.localdate(now):
        raise RuleSetInPast
    try:
        CreditRules.from_parameters(parameters)
    except RuleSetError as error:
        raise RuleSetUnreadable(
            _("The parameters are no rule set: %(error)s. Correct them and try again.") % {"error": error}
        ) from error
    rule_set = CreditRuleSet.objects.create(code=code, effective_on=effective_on, parameters=parameters)
    record_entry(action="credit.create_rule_set", subject=rule_set, actor=created_by, now=now, detail={"code": code})
    return rule_set
