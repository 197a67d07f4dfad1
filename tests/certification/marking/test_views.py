from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certification.marking import services
from certification.marking.enums import ResultState
from certification.marking.models import Mark, MarkingAssignment, Result
from certification.sittings.models import Assessment, Attempt, Sitting
from certification.sittings.services import submit_attempt
from lms.accounts.models import Organization, Practitioner, User
from tests.cast import NOW, make_practitioner
from tests.certification.marking.cast import answer_all, give_mark
from tests.certification.sittings.cast import make_attempt, make_registration
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db
DESK, RESULTS, RELEASE = "/desk/marking/", "/desk/results/", "/desk/results/release/"
POINTS = {"criterion_0": "6", "criterion_1": "5", "criterion_2": "3", "comment": "依据充分"}


def queries_of(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def candidate(number: int, sitting: Sitting) -> Attempt:
    """Another one who has answered all and handed in."""
    employer = Organization.objects.create(name=f"机构{number}", credit_code=f"91120000MADEMO1{number:03d}")
    person = make_practitioner(f"candidate{number}@example.com", f"考生{number}", employer=employer)
    attempt = make_attempt(make_registration(sitting, person))
    answer_all(attempt)
    return submit_attempt(attempt=attempt, now=NOW + timedelta(hours=1))


def taken_by(seats: list[MarkingAssignment], marker: User) -> MarkingAssignment:
    return services.take_assignment(assignment=seats[0], marker=marker, now=NOW)


# --- the markers' desk


def test_desk_shows_no_name(marker_client: Client, seats: list[MarkingAssignment], practitioner: Practitioner) -> None:
    page = marker_client.get(DESK).content.decode()
    assert f"/desk/marking/{seats[0].pk}/take/" in page
    for secret in (practitioner.name, practitioner.user.email, str(seats[0].attempt_id), str(practitioner.employer)):
        assert secret not in page


def test_desk_asks_the_same_number_of_queries_for_one_and_three(
    marker_client: Client, seats: list[MarkingAssignment], sitting: Sitting
) -> None:
    one = queries_of(marker_client, DESK)
    for number in (1, 2):
        candidate(number, sitting)
    assert queries_of(marker_client, DESK) == one


def test_empty_desk_says_what_to_do(marker_client: Client) -> None:
    page = marker_client.get(DESK).content.decode()
    assert "Nothing on your desk" in page
    assert "No answer waits" in page


def test_answer_is_taken_marked_and_shown_as_marked(
    marker_client: Client, marker: User, seats: list[MarkingAssignment], practitioner: Practitioner
) -> None:
    response = marker_client.post(f"{DESK}{seats[0].pk}/take/")
    assert response["Location"] == f"{DESK}{seats[0].pk}/"
    page = marker_client.get(response["Location"]).content.decode()
    assert "应当书面告知并回避" in page
    assert practitioner.name not in page

    for _click in range(2):
        assert marker_client.post(response["Location"], POINTS)["Location"] == DESK

    mark = Mark.objects.get()
    assert (str(mark.points), mark.comment, mark.assignment.marker_id) == ("14.0", "依据充分", marker.pk)
    assert "A mark is given once" in marker_client.get(response["Location"]).content.decode()


def test_marker_never_sees_the_others_mark(marker: User, second_marker: User, seats: list[MarkingAssignment]) -> None:
    mark = give_mark(seats[0], marker, "1.5", "2.5", "4.5")
    other = services.take_assignment(assignment=seats[1], marker=second_marker, now=NOW)
    client = signed_in(second_marker)
    page = client.get(f"{DESK}{other.pk}/").content.decode()
    assert "8.5" not in page
    assert "4.5" not in page
    assert client.get(f"{DESK}{mark.assignment_id}/").status_code == 404


@pytest.mark.parametrize(
    "changed",
    [{"criterion_0": "9"}, {"criterion_0": ""}, {"criterion_1": "-1"}, {"criterion_2": "0.3"}, {"criterion_2": "x"}],
)
def test_bad_points_stay_on_the_form(
    marker_client: Client, marker: User, seats: list[MarkingAssignment], changed: dict[str, str]
) -> None:
    seat = taken_by(seats, marker)
    response = marker_client.post(f"{DESK}{seat.pk}/", POINTS | changed)
    assert response.status_code == 422
    assert "Please correct" in response.content.decode()
    assert not Mark.objects.exists()


def test_changed_mark_is_refused_on_the_form(
    marker_client: Client, marker: User, seats: list[MarkingAssignment]
) -> None:
    mark = give_mark(seats[0], marker, "6", "5", "3")
    response = marker_client.post(f"{DESK}{mark.assignment_id}/", POINTS | {"criterion_0": "7"})
    assert response.status_code == 422
    mark.refresh_from_db()
    assert mark.points == 14


def test_answer_is_given_back(marker_client: Client, marker: User, seats: list[MarkingAssignment]) -> None:
    seat = taken_by(seats, marker)
    assert marker_client.post(f"{DESK}{seat.pk}/return/")["Location"] == DESK
    # The second click of a double click gets the same answer.
    assert marker_client.post(f"{DESK}{seat.pk}/return/")["Location"] == DESK
    seat.refresh_from_db()
    assert seat.marker is None


def test_answer_others_have_taken_is_kindly_refused(
    marker_client: Client, second_marker: User, registrar: User, seats: list[MarkingAssignment]
) -> None:
    for person in (second_marker, registrar):
        services.take_assignment(assignment=seats[0], marker=person, now=NOW)
    response = marker_client.post(f"{DESK}{seats[0].pk}/take/", follow=True)
    assert "Take the next one" in response.content.decode()


def test_colleagues_answer_is_not_there_for_the_marker(
    marker_client: Client, marker: User, seats: list[MarkingAssignment], employer_organization: Organization
) -> None:
    person = make_practitioner("double@example.com", "阅卷人", employer=employer_organization)
    Practitioner.objects.filter(pk=person.pk).update(user=marker)
    assert marker_client.post(f"{DESK}{seats[0].pk}/take/").status_code == 404


@pytest.mark.parametrize("path", [DESK, RESULTS])
def test_desks_are_not_there_for_outsiders(client: Client, outsider_client: Client, path: str) -> None:
    assert outsider_client.get(path).status_code == 404
    assert client.get(path)["Location"].startswith("/accounts/login/")


def test_marker_does_not_see_results_nor_the_officer_answers(
    marker_client: Client, examiner_client: Client, marker: User, seats: list[MarkingAssignment]
) -> None:
    seat = taken_by(seats, marker)
    assert marker_client.get(RESULTS).status_code == 404
    assert marker_client.post(RELEASE, {"result": "1"}).status_code == 404
    assert examiner_client.get(f"{DESK}{seat.pk}/").status_code == 404
    assert examiner_client.get(DESK).status_code == 404


# --- the results desk


def test_results_are_filtered(examiner_client: Client, proposed: Result) -> None:
    name = proposed.attempt.registration.practitioner.name
    for query, shown in (
        ("", True),
        ("?state=proposed&outcome=pass", True),
        ("?outcome=fail", False),
        ("?state=released", False),
        (f"?sitting={proposed.attempt.registration.sitting.code}", True),
        ("?sitting=nothing&outcome=%00&page=x", True),
    ):
        assert (name in examiner_client.get(RESULTS + query).content.decode()) is shown, query


def test_results_ask_the_same_number_of_queries_for_one_and_three(
    examiner_client: Client, proposed: Result, sitting: Sitting, marker: User, second_marker: User
) -> None:
    one = queries_of(examiner_client, RESULTS)
    for number in (1, 2):
        attempt = candidate(number, sitting)
        for seat, person in zip(attempt.assignments.order_by("seat"), (marker, second_marker), strict=True):
            give_mark(seat, person, "6", "5", "3")
    assert Result.objects.count() == 3
    assert queries_of(examiner_client, RESULTS) == one


def test_batch_is_confirmed_then_released_once(examiner_client: Client, proposed: Result) -> None:
    confirm = examiner_client.post(RELEASE, {"result": [proposed.pk]}).content.decode()
    assert "A release cannot be taken back" in confirm
    proposed.refresh_from_db()
    assert proposed.state == ResultState.PROPOSED

    for text in ("1 result released", "0 results released"):
        response = examiner_client.post(RELEASE, {"result": [proposed.pk], "confirmed": "yes"}, follow=True)
        assert text in response.content.decode()

    proposed.refresh_from_db()
    assert proposed.state == ResultState.RELEASED


@pytest.mark.parametrize("chosen", [[], ["x"], ["٣"], ["9" * 30]])
def test_releasing_nothing_asks_to_select(examiner_client: Client, chosen: list[str]) -> None:
    response = examiner_client.post(RELEASE, {"result": chosen}, follow=True)
    assert "Select the results to release first" in response.content.decode()


def test_released_batch_says_that_nothing_is_left(examiner_client: Client, released: Result) -> None:
    assert "released already" in examiner_client.post(RELEASE, {"result": [released.pk]}).content.decode()


def test_own_result_is_shown_without_a_box_and_refused(
    examiner_client: Client, examiner: User, proposed: Result
) -> None:
    practitioner = proposed.attempt.registration.practitioner
    practitioner.user = examiner
    practitioner.save()
    page = examiner_client.get(RESULTS).content.decode()
    assert f'value="{proposed.pk}"' not in page
    response = examiner_client.post(RELEASE, {"result": [proposed.pk], "confirmed": "yes"})
    assert response.status_code == 409
    assert "Your own result" in response.content.decode()


def test_registrar_reads_results_but_releases_none(registrar: User, proposed: Result) -> None:
    client = signed_in(registrar)
    assert "Release the selected" not in client.get(RESULTS).content.decode()
    assert client.post(RELEASE, {"result": [proposed.pk], "confirmed": "yes"}).status_code == 404


def test_attempt_that_could_not_be_marked_is_shown_and_marked_again(examiner_client: Client, attempt: Attempt) -> None:
    good = Assessment.objects.get().pass_rule
    Assessment.objects.update(pass_rule={})
    submit_attempt(attempt=Attempt.objects.get(), now=NOW + timedelta(hours=1))
    assert "1 attempt could not be marked" in examiner_client.get(RESULTS).content.decode()
    refused = examiner_client.post("/desk/results/mark/", follow=True).content.decode()
    assert "pass rule cannot be read" in refused

    Assessment.objects.update(pass_rule=good)

    assert "1 attempt marked" in examiner_client.post("/desk/results/mark/", follow=True).content.decode()
    assert Result.objects.count() == 1


# --- the candidate


def test_candidate_sees_nothing_before_the_release(practitioner_client: Client, proposed: Result) -> None:
    page = practitioner_client.get(f"/my/assessments/{proposed.attempt.registration_id}/").content.decode()
    assert "Being marked" in page
    assert "94" not in page


def test_candidate_sees_each_gate_and_what_comes_next(practitioner_client: Client, released: Result) -> None:
    response = practitioner_client.get(f"/my/assessments/{released.attempt.registration_id}/")
    page = response.content.decode()
    for text in ("Points in total: met", "Needed 60, reached 94", "Needed 2 of 3, reached 3", "My certificates"):
        assert text in page
    assert "no-store" in response["Cache-Control"]


def test_candidate_who_failed_is_told_when_to_come_again(
    practitioner_client: Client, seats: list[MarkingAssignment], marker: User, second_marker: User, examiner: User
) -> None:
    give_mark(seats[0], marker, "5", "3", "1")
    give_mark(seats[1], second_marker, "5", "3", "1")
    services.release_results(results=Result.objects.all(), released_by=examiner, now=NOW)
    page = practitioner_client.get(f"/my/assessments/{seats[0].attempt.registration_id}/").content.decode()
    assert "Points in the case: not met" in page
    assert "July 2, 2025" in page


def test_other_peoples_results_are_not_there(outsider_client: Client, released: Result) -> None:
    assert outsider_client.get(f"/my/assessments/{released.attempt.registration_id}/").status_code == 404
    assert released.attempt.registration.sitting.code not in outsider_client.get("/my/assessments/").content.decode()


def test_own_list_asks_the_same_number_of_queries_for_one_and_three(
    practitioner_client: Client, released: Result, small_paper: object, assessment: Assessment
) -> None:
    one = queries_of(practitioner_client, "/my/assessments/")
    sitting, practitioner = released.attempt.registration.sitting, released.attempt.registration.practitioner
    for number in (1, 2):
        other = Sitting.objects.get(pk=sitting.pk)
        other.pk, other.code = None, f"other-{number}"
        other.save()
        make_registration(other, practitioner)
    page = practitioner_client.get("/my/assessments/").content.decode()
    assert page.count("Not sat") == 2
    assert queries_of(practitioner_client, "/my/assessments/") == one


def test_empty_list_says_what_to_do(practitioner_client: Client) -> None:
    assert "You have no seat in a sitting" in practitioner_client.get("/my/assessments/").content.decode()
