import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.sittings.enums import AttemptState
from certification.sittings.models import Answer, Attempt, Registration
from lms.accounts.models import Practitioner
from tests.cast import make_user
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db
A = {"choices": ["A"]}


def post(client: Client, attempt: Attempt, body: object) -> Any:
    return client.post(f"/attempts/{attempt.pk}/answers/", data=body, content_type="application/json")


def save(client: Client, attempt: Attempt, value: object = A, *, position: int = 1, sequence: int = 1) -> Any:
    return post(client, attempt, {"position": position, "sequence": sequence, "value": value})


def overdue(attempt: Attempt, seconds: int) -> None:
    """The deadline was that many seconds ago."""
    deadline = timezone.now() - timedelta(seconds=seconds)
    Attempt.objects.update(started_at=deadline - timedelta(hours=2), deadline_at=deadline)


# --- the page


def test_page_holds_the_questions_in_the_papers_order_and_no_key(
    practitioner_client: Client, running_attempt: Attempt
) -> None:
    response = practitioner_client.get(f"/attempts/{running_attempt.pk}/")
    page = response.content.decode()
    assert page.count("data-item=") == 4
    assert [page.index(f'name="item-1" value="{key}"') for key in "CBAD"] == sorted(
        page.index(f'name="item-1" value="{key}"') for key in "CBAD"
    )
    for secret in ("不得出现在考生页面的解析", "专利代理条例", "指出风险"):
        assert secret not in page
    assert "no-store" in response["Cache-Control"]
    assert "style=" not in page


def test_page_knows_the_servers_time_and_what_is_saved(practitioner_client: Client, running_attempt: Attempt) -> None:
    save(practitioner_client, running_attempt)
    response = practitioner_client.get(f"/attempts/{running_attempt.pk}/")
    state = response.context["state"]
    assert 7000 < state["secondsLeft"] <= 7140
    assert state["sequences"] == {1: 1, 2: 0, 3: 0, 4: 0}
    assert 'value="A" checked' in response.content.decode()


def test_page_asks_few_queries_however_often_answers_were_saved(
    practitioner_client: Client, running_attempt: Attempt
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            practitioner_client.get(f"/attempts/{running_attempt.pk}/")
        return len(queries)

    save(practitioner_client, running_attempt)
    one = count()
    for sequence in range(2, 5):
        save(practitioner_client, running_attempt, sequence=sequence)
        save(practitioner_client, running_attempt, {"text": "稿"}, position=4, sequence=sequence)
    assert count() == one


def test_page_after_the_deadline_says_that_it_is_over(practitioner_client: Client, running_attempt: Attempt) -> None:
    save(practitioner_client, running_attempt)
    overdue(running_attempt, 1)
    page = practitioner_client.get(f"/attempts/{running_attempt.pk}/").content.decode()
    assert "The time is over" in page
    assert "1 / 4" in page
    assert "data-attempt" not in page


# --- saving


def test_save_answers_with_the_time_left(practitioner_client: Client, running_attempt: Attempt) -> None:
    response = save(practitioner_client, running_attempt)
    assert response.status_code == 200
    assert response.json() | {"secondsLeft": 0} == {"position": 1, "sequence": 1, "secondsLeft": 0}
    assert "no-store" in response["Cache-Control"]


def test_save_from_an_older_window_carries_both_values(practitioner_client: Client, running_attempt: Attempt) -> None:
    save(practitioner_client, running_attempt)
    response = save(practitioner_client, running_attempt, {"choices": ["B"]})
    assert response.status_code == 409
    answer = response.json()
    assert answer["code"] == "stale"
    assert answer["stored"] == {"sequence": 1, "value": A}
    assert answer["sent"] == {"sequence": 1, "value": {"choices": ["B"]}}


def test_save_after_the_deadline_is_gone(practitioner_client: Client, running_attempt: Attempt) -> None:
    overdue(running_attempt, 31)
    response = save(practitioner_client, running_attempt)
    assert (response.status_code, response.json()["code"]) == (410, "deadline_passed")
    assert not Answer.objects.exists()


def test_save_within_the_last_seconds_counts(practitioner_client: Client, running_attempt: Attempt) -> None:
    overdue(running_attempt, 10)
    assert save(practitioner_client, running_attempt).json()["secondsLeft"] == 0


def test_save_after_handing_in_is_gone(practitioner_client: Client, running_attempt: Attempt) -> None:
    practitioner_client.post(f"/attempts/{running_attempt.pk}/submit/")
    response = save(practitioner_client, running_attempt)
    assert (response.status_code, response.json()["code"]) == (410, "ended")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no json",
        "[]",
        "{}",
        '"text"',
        "[" * 3000,
        {"position": "1", "sequence": 1, "value": A},
        {"position": True, "sequence": 1, "value": A},
        {"position": 1, "sequence": 1.5, "value": A},
        {"position": 1, "sequence": 1},
        {"position": 1, "sequence": 1, "value": {"choices": ["Z"]}},
        {"position": 4, "sequence": 1, "value": {"text": "a\x00b"}},
        {"position": 4, "sequence": 1, "value": {"text": "字" * 20_001}},
        {"position": 10**30, "sequence": 1, "value": A},
        {"position": 1, "sequence": 10**30, "value": A},
    ],
)
def test_save_of_nonsense_is_refused_with_a_sentence(
    practitioner_client: Client, running_attempt: Attempt, body: object
) -> None:
    response = post(practitioner_client, running_attempt, body)
    assert response.status_code == 400
    assert response.json()["detail"]
    assert not Answer.objects.exists()


def test_save_without_sign_in_says_so_in_json(client: Client, running_attempt: Attempt) -> None:
    response = save(client, running_attempt)
    assert (response.status_code, response.json()["code"]) == (401, "signed_out")


def test_save_by_a_login_without_practitioner_is_not_there(running_attempt: Attempt) -> None:
    assert save(signed_in(make_user("nobody@example.com")), running_attempt).status_code == 404


def test_save_is_guarded_against_forged_requests(practitioner: Practitioner, running_attempt: Attempt) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(practitioner.user, backend="django.contrib.auth.backends.ModelBackend")
    assert save(client, running_attempt).status_code == 403


def test_time_can_be_asked_for(practitioner_client: Client, running_attempt: Attempt) -> None:
    answer = practitioner_client.get(f"/attempts/{running_attempt.pk}/answers/").json()
    assert answer["open"] is True
    assert 7000 < answer["secondsLeft"] <= 7140


# --- handing in


def test_confirmation_lists_what_has_no_answer(practitioner_client: Client, running_attempt: Attempt) -> None:
    save(practitioner_client, running_attempt)
    response = practitioner_client.get(f"/attempts/{running_attempt.pk}/submit/")
    page = response.content.decode()
    assert "3 questions have no answer" in page
    assert f"/attempts/{running_attempt.pk}/#item-2" in page
    assert f"/attempts/{running_attempt.pk}/#item-1" not in page
    assert "no-store" in response["Cache-Control"]


def test_handing_in_twice_ends_once(practitioner_client: Client, running_attempt: Attempt) -> None:
    for _click in range(2):
        response = practitioner_client.post(f"/attempts/{running_attempt.pk}/submit/", follow=True)
        assert "Handed in" in response.content.decode()
    assert Attempt.objects.get().state == AttemptState.SUBMITTED


def test_confirmation_of_an_ended_attempt_leads_to_its_end(
    practitioner_client: Client, running_attempt: Attempt
) -> None:
    overdue(running_attempt, 1)
    response = practitioner_client.get(f"/attempts/{running_attempt.pk}/submit/")
    assert response["Location"] == f"/attempts/{running_attempt.pk}/"


# --- everybody else


@pytest.mark.parametrize("path", ["", "answers/", "submit/"])
@pytest.mark.parametrize("deed", ["get", "post"])
def test_someone_elses_attempt_is_not_there(
    outsider_client: Client, running_attempt: Attempt, path: str, deed: str
) -> None:
    if (path, deed) == ("", "post"):
        return
    body = json.dumps({"position": 1, "sequence": 1, "value": A})
    response: HttpResponse = getattr(outsider_client, deed)(
        f"/attempts/{running_attempt.pk}/{path}",
        **({"data": body, "content_type": "application/json"} if deed == "post" else {}),
    )
    assert response.status_code == 404
    assert not Answer.objects.exists()
    assert Attempt.objects.get().state == AttemptState.OPEN


def test_staff_do_not_read_attempts_here(running_attempt: Attempt, examiner: object) -> None:
    response = signed_in(examiner).get(f"/attempts/{running_attempt.pk}/")  # type: ignore[arg-type]
    assert response.status_code in {302, 404}


def test_unknown_attempt_is_not_there(practitioner_client: Client, running_registration: Registration) -> None:
    assert practitioner_client.get(f"/attempts/{uuid.uuid4()}/").status_code == 404


def test_anonymous_visitor_signs_in_first(client: Client, running_attempt: Attempt) -> None:
    assert client.get(f"/attempts/{running_attempt.pk}/")["Location"].startswith("/accounts/login/")
