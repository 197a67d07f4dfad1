"""The person's own pages. The views read the clock, so their facts lie in the real past."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from certification.credit.enums import RecordState
from certification.credit.models import CreditProfile, CreditRecord
from lms.accounts.enums import ConsentKind
from lms.accounts.models import User
from lms.accounts.services import withdraw_consent
from tests.certification.credit.cast import bring_to, propose, queries_of

pytestmark = pytest.mark.django_db


def _text(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_page_shows_level_score_and_how_it_came_about(
    practitioner_client: Client, draft: CreditRecord, credit_officer: User, deciders: list[User]
) -> None:
    bring_to(RecordState.EFFECTIVE, draft, credit_officer, deciders, now=timezone.now())

    page = _text(practitioner_client, "/my/credit/")

    assert "level-b" in page
    assert "Untrue data or a broken pledge" in page
    assert "credit-2024-1" in page
    assert "Every profile begins with" in page


def test_public_link_is_given_with_consent_only(practitioner_client: Client, profile: CreditProfile) -> None:
    link = f"/profiles/{profile.practitioner.public_id}/"
    assert link in _text(practitioner_client, "/my/credit/")

    withdraw_consent(practitioner=profile.practitioner, kind=ConsentKind.PUBLISH_PROFILE, now=timezone.now())

    page = _text(practitioner_client, "/my/credit/")
    assert link not in page
    assert "level-none" in page
    assert "You have not agreed to the publication" in page


def test_page_without_a_profile_says_when_it_opens(outsider_client: Client) -> None:
    assert "No credit profile yet" in _text(outsider_client, "/my/credit/")


def test_visitor_signs_in_first(client: Client, draft: CreditRecord) -> None:
    for path in ("/my/credit/", f"/my/credit/{draft.pk}/"):
        assert client.get(path).url == f"/accounts/login/?next={path}"  # type: ignore[attr-defined]  # a redirect has it


def test_outsider_finds_no_such_record(outsider_client: Client, draft: CreditRecord) -> None:
    assert outsider_client.get(f"/my/credit/{draft.pk}/").status_code == 404
    assert outsider_client.post(f"/my/credit/{draft.pk}/", {"statement": "…"}).status_code == 404


def test_person_states_a_position_once(practitioner_client: Client, draft: CreditRecord, credit_officer: User) -> None:
    bring_to(RecordState.NOTICED, draft, credit_officer, [], now=timezone.now())
    path = f"/my/credit/{draft.pk}/"
    assert "State your position" in _text(practitioner_client, path)

    for _click in range(2):
        response = practitioner_client.post(path, {"statement": "材料系笔误。"}, follow=True)
        assert "Your position is on file" in response.content.decode()

    assert draft.steps.filter(to_state=RecordState.HEARD).count() == 1
    assert "State your position" not in _text(practitioner_client, path)


def test_empty_position_is_refused_on_the_form(
    practitioner_client: Client, draft: CreditRecord, credit_officer: User
) -> None:
    bring_to(RecordState.NOTICED, draft, credit_officer, [], now=timezone.now())

    response = practitioner_client.post(f"/my/credit/{draft.pk}/", {"statement": " "})

    assert "This field is required." in response.content.decode()
    draft.refresh_from_db()
    assert draft.state == RecordState.NOTICED


def test_position_on_a_matter_that_moved_on_is_refused(practitioner_client: Client, draft: CreditRecord) -> None:
    response = practitioner_client.post(f"/my/credit/{draft.pk}/", {"statement": "…"})

    assert response.status_code == 409


def test_page_asks_the_database_as_often_for_one_record_as_for_three(
    practitioner_client: Client, profile: CreditProfile, credit_officer: User
) -> None:
    propose(profile, credit_officer, fact_key="fact 1")
    with_one = queries_of(practitioner_client, "/my/credit/")
    for number in (2, 3):
        propose(profile, credit_officer, fact_key=f"fact {number}")

    assert queries_of(practitioner_client, "/my/credit/") == with_one


def test_clock_of_the_page_is_the_servers(practitioner_client: Client, profile: CreditProfile) -> None:
    CreditProfile.objects.filter(pk=profile.pk).update(opened_on=timezone.localdate() - timedelta(days=30))

    assert "A profile is rated once it is six months old" in _text(practitioner_client, "/my/credit/")
