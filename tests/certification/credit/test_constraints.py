from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from certification.credit.enums import RecordState, StepRole
from certification.credit.models import CreditProfile, CreditRecord, CreditRuleSet, CreditStep
from lms.accounts.models import User
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def _breaks(name: str) -> Any:
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"points": 5}, "credit_deduction_has_severity"),
        ({"severity": ""}, "credit_deduction_has_severity"),
        ({"state": RecordState.EFFECTIVE}, "credit_effect_dated"),
        ({"effective_on": date(2025, 6, 2), "ends_on": date(2025, 6, 1)}, "credit_record_ends_after_effect"),
        ({"state": "imagined"}, "credit_record_state_known"),
        ({"severity": "imagined"}, "credit_record_severity_known"),
    ],
)
def test_record_that_cannot_be_is_refused(draft: CreditRecord, changes: dict[str, Any], constraint: str) -> None:
    with _breaks(constraint), transaction.atomic():
        CreditRecord.objects.filter(pk=draft.pk).update(**changes)


def test_fact_is_recorded_once_under_an_item(draft: CreditRecord) -> None:
    draft.pk = None
    with _breaks("fact_key|credit_record_once_per_fact"), transaction.atomic():
        draft.save()


def _step(record: CreditRecord, role: str, actor: User | None) -> CreditStep:
    return CreditStep.objects.create(
        record=record, from_state="heard", to_state="heard", actor=actor, role=role, reason="", at=NOW
    )


def test_decider_has_one_say(draft: CreditRecord, first_decider: User) -> None:
    _step(draft, StepRole.DECIDER, first_decider)

    with _breaks("record_id|credit_decider_once"), transaction.atomic():
        _step(draft, StepRole.DECIDER, first_decider)


def test_decider_is_named(draft: CreditRecord) -> None:
    with _breaks("credit_decider_named"), transaction.atomic():
        _step(draft, StepRole.DECIDER, None)


def test_role_of_a_step_is_known(draft: CreditRecord, first_decider: User) -> None:
    with _breaks("credit_step_role_known"), transaction.atomic():
        _step(draft, "bystander", first_decider)


def test_practitioner_has_one_profile(profile: CreditProfile) -> None:
    with _breaks("practitioner_id|credit_creditprofile"), transaction.atomic():
        CreditProfile.objects.create(practitioner=profile.practitioner, opened_on=date(2025, 6, 2))


def test_rule_sets_begin_on_different_days(rule_set: CreditRuleSet) -> None:
    with _breaks("effective_on"), transaction.atomic():
        CreditRuleSet.objects.create(code="another", effective_on=rule_set.effective_on, parameters={})


def test_names_of_rows_say_what_they_are(draft: CreditRecord) -> None:
    assert str(draft) == "D05 -15"
    assert str(draft.profile) == "林虚光"
    assert str(draft.steps.get()) == f"{draft.pk}:  → draft"
    assert str(draft.rule_set) == "credit-2024-1"
