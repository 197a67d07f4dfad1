"""A credit record on its way, from the proposal to its end, and the rules by which records count."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certification.credit.enums import RecordState
from certification.credit.models import CreditProfile, CreditRecord, CreditRuleSet
from certification.credit.views.desk_record import MOVES
from lms.accounts.models import Practitioner, User
from tests.certification.credit.cast import bring_to
from tests.conftest import signed_in
from tests.repeated_posts.clicks import press_twice, repeats

pytestmark = pytest.mark.django_db

# For each move: where the record stands before, and what the form holds.
_STEPS: dict[str, tuple[RecordState, dict[str, Any]]] = {
    "notice": (RecordState.DRAFT, {}),
    "hear": (RecordState.NOTICED, {"statement": "无异议。"}),
    "decide": (RecordState.HEARD, {"verdict": "agree", "reason": "证据充分。"}),
    "serve": (RecordState.DECIDED, {"reason": "当面送达。"}),
    "effect": (RecordState.SERVED, {"waived": "on", "confirmed": "on", "reason": "本人书面放弃。"}),
    "revoke": (RecordState.EFFECTIVE, {"reason": "依据撤销。"}),
}
PROPOSAL = {
    "item": "D03:serious",
    "fact_key": "投诉 2025-031",
    "occurred_on": "2025-05-06",
    "evidence": "投诉处理决定书。",
    "document_number": "津知协诉〔2025〕31号",
}


@pytest.fixture
def desk(credit_officer: User) -> Client:
    return signed_in(credit_officer)


@repeats("credit:propose")
def test_record_is_proposed(desk: Client, profile: CreditProfile) -> None:
    path = f"/desk/credit/propose/{profile.practitioner.public_id}/"

    press_twice(desk, path, PROPOSAL, says="The record is proposed.")


@repeats("credit:move")
@pytest.mark.parametrize("move", MOVES)
def test_record_is_moved_on(move: str, draft: CreditRecord, credit_officer: User, deciders: list[User]) -> None:
    before, sent = _STEPS[move]
    bring_to(before, draft, credit_officer, deciders)
    person = deciders[0] if MOVES[move].permission == "credit.decide_creditrecord" else credit_officer

    press_twice(signed_in(person), f"/desk/credit/{draft.pk}/{move}/", sent, says=str(MOVES[move].done))


@repeats("credit:move")
@pytest.mark.parametrize("verdict", ["agree", "disagree"])
def test_last_decision_is_given(
    verdict: str, draft: CreditRecord, credit_officer: User, first_decider: User, second_decider: User
) -> None:
    bring_to(RecordState.HEARD, draft, credit_officer, [])
    sent = {"verdict": verdict, "reason": "证据充分。"}
    path = f"/desk/credit/{draft.pk}/decide/"
    signed_in(first_decider).post(path, sent | {"verdict": "agree"})

    press_twice(signed_in(second_decider), path, sent, says="Your decision is recorded.")

    draft.refresh_from_db()
    assert draft.state == (RecordState.DECIDED if verdict == "agree" else RecordState.REVOKED)


@repeats("credit:my_record")
def test_position_is_stated(
    draft: CreditRecord, credit_officer: User, deciders: list[User], practitioner: Practitioner
) -> None:
    bring_to(RecordState.NOTICED, draft, credit_officer, deciders)

    press_twice(
        signed_in(practitioner.user),
        f"/my/credit/{draft.pk}/",
        {"statement": "该材料由所在机构统一提交。"},
        says="Your position is on file.",
    )


@repeats("credit_rule_sets:add")
def test_rule_set_is_added(desk: Client) -> None:
    sent = {
        "code": "credit-next",
        "effective_on": timezone.localdate() + timedelta(days=30),
        "parameters": json.dumps(CreditRuleSet.objects.get().parameters),
    }

    press_twice(desk, reverse("credit_rule_sets:add"), sent, says="already exists")
