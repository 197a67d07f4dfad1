from datetime import date
from typing import Any

import pytest

from certification.credit import services
from certification.credit.models import CreditProfile, CreditRuleSet
from certification.credit.queries import rule_set_on, score_profile
from certification.credit.queries.scores import NoRuleSet
from certification.credit.services.rule_sets import RuleSetInPast, RuleSetUnreadable
from lms.accounts.models import User
from tests.cast import NOW
from tests.certification.credit.cast import DAY

pytestmark = pytest.mark.django_db


def _create(created_by: User, **values: Any) -> CreditRuleSet:
    arguments: dict[str, Any] = {
        "code": "credit-2025-2",
        "effective_on": date(2025, 7, 1),
        "parameters": {**CreditRuleSet.objects.get().parameters, "base": 90},
        "created_by": created_by,
        "now": NOW,
    }
    return services.create_rule_set(**(arguments | values))


def test_new_version_counts_from_its_day_only(profile: CreditProfile, credit_officer: User) -> None:
    _create(credit_officer)

    assert score_profile(profile, NOW).score.score == 100
    assert score_profile(profile, NOW + 29 * DAY).score.score == 90
    assert score_profile(profile, NOW + 29 * DAY).rule_set.code == "credit-2025-2"


def test_version_for_today_is_refused(credit_officer: User) -> None:
    with pytest.raises(RuleSetInPast):
        _create(credit_officer, effective_on=date(2025, 6, 2))


def test_unreadable_version_is_refused(credit_officer: User) -> None:
    with pytest.raises(RuleSetUnreadable, match="items is missing"):
        _create(credit_officer, parameters={"base": 100, "working_days": {}})


def test_day_before_the_first_version_goes_by_the_first() -> None:
    assert rule_set_on(date(2020, 1, 1)).code == "credit-2024-1"


def test_without_any_version_the_refusal_says_so() -> None:
    CreditRuleSet.objects.all().delete()

    with pytest.raises(NoRuleSet):
        rule_set_on(date(2025, 1, 1))
