import pytest
from django.test import Client
from django.utils import timezone

from certification.credit.enums import RecordState
from certification.credit.models import CreditProfile, CreditRecord
from lms.accounts.models import Practitioner, User
from tests.certification.credit.cast import bring_to, make_certificate, open_old_profile, propose, queries_of
from tests.conftest import signed_in
from tests.traces import views_of_people

pytestmark = pytest.mark.django_db

PROPOSAL = {
    "item": "D03:serious",
    "fact_key": "投诉 2025-031",
    "occurred_on": "2025-05-06",
    "evidence": "投诉处理决定书。",
    "document_number": "津知协诉〔2025〕31号",
}


@pytest.fixture
def officer_client(credit_officer: User) -> Client:
    return signed_in(credit_officer)


def _post(client: Client, record: CreditRecord, move: str, status: int = 302, **entered: object) -> str:
    response = client.post(f"/desk/credit/{record.pk}/{move}/", entered)
    assert response.status_code == status, response.content.decode()
    record.refresh_from_db()
    return response.content.decode()


def test_list_shows_records_and_filters_them(
    officer_client: Client, draft: CreditRecord, outsider: Practitioner, credit_officer: User
) -> None:
    propose(open_old_profile(outsider), credit_officer, "B01", fact_key="公益代理 7")

    def names(query: str) -> set[str]:
        page = officer_client.get(f"/desk/credit/{query}").content.decode()
        return {name for name in ("林虚光", "魏外人") if name in page}

    assert names("") == {"林虚光", "魏外人"}
    assert names("?q=林虚") == {"林虚光"}
    assert names("?q=公益") == {"魏外人"}
    assert names("?severity=ordinary") == {"林虚光"}
    assert names("?q=b01") == {"魏外人"}
    assert names("?state=served") == set()
    assert names("?state=nonsense") == {"林虚光", "魏外人"}


def test_list_asks_the_database_as_often_for_one_record_as_for_three(
    officer_client: Client, profile: CreditProfile, credit_officer: User
) -> None:
    propose(profile, credit_officer, fact_key="fact 1")
    with_one = queries_of(officer_client, "/desk/credit/")
    for number in (2, 3):
        propose(profile, credit_officer, fact_key=f"fact {number}")

    assert queries_of(officer_client, "/desk/credit/") == with_one


def test_person_is_found_by_name_mail_and_certificate(
    officer_client: Client, profile: CreditProfile, registrar: User
) -> None:
    certificate = make_certificate(profile.practitioner, registrar)
    found = f"/desk/credit/propose/{profile.practitioner.public_id}/"

    for text in ("林虚", "lin.xuguang@example.com", certificate.number):
        assert found in officer_client.get("/desk/credit/propose/", {"q": text}).content.decode()
    assert "Nobody found" in officer_client.get("/desk/credit/propose/", {"q": "查无此人"}).content.decode()
    assert found not in officer_client.get("/desk/credit/propose/").content.decode()


def test_proposal_becomes_a_draft_once(officer_client: Client, profile: CreditProfile) -> None:
    path = f"/desk/credit/propose/{profile.practitioner.public_id}/"
    for _click in range(2):
        response = officer_client.post(path, PROPOSAL)
        record = CreditRecord.objects.get()
        assert response.url == f"/desk/credit/{record.pk}/"  # type: ignore[attr-defined]  # a redirect has it

    assert (record.code, record.variant, record.points, record.state) == ("D03", "serious", -10, RecordState.DRAFT)


@pytest.mark.parametrize(
    ("changes", "status", "complaint"),
    [
        ({"item": "B03:L2"}, 200, "Select a valid choice"),
        ({"evidence": ""}, 200, "This field is required."),
        ({"occurred_on": "gestern"}, 200, "Enter a valid date."),
        ({"occurred_on": "2125-01-01"}, 409, "The fact lies in the future."),
        ({"publication_months": "2"}, 409, "public for 3 to 12 months"),
    ],
)
def test_bad_proposal_is_refused_on_the_form(
    officer_client: Client, profile: CreditProfile, changes: dict[str, str], status: int, complaint: str
) -> None:
    response = officer_client.post(f"/desk/credit/propose/{profile.practitioner.public_id}/", PROPOSAL | changes)

    assert response.status_code == status
    assert complaint in response.content.decode()
    assert not CreditRecord.objects.exists()


def test_whole_way_of_a_record_through_the_desk(
    officer_client: Client, draft: CreditRecord, deciders: list[User]
) -> None:
    _post(officer_client, draft, "notice")
    _post(officer_client, draft, "hear", statement="无异议。")
    for decider in deciders:
        _post(signed_in(decider), draft, "decide", verdict="agree", reason="证据充分。")
    _post(officer_client, draft, "serve", reason="当面送达。")
    _post(officer_client, draft, "effect", waived="on", reason="本人书面放弃等待期。")

    assert (draft.state, draft.effective_on) == (RecordState.EFFECTIVE, timezone.localdate())
    _post(officer_client, draft, "revoke", reason="原决定有误。")
    assert draft.state == RecordState.REVOKED


def test_refusal_stands_on_the_form(officer_client: Client, draft: CreditRecord, credit_officer: User) -> None:
    bring_to(RecordState.HEARD, draft, credit_officer, [])

    page = _post(officer_client, draft, "decide", 403, verdict="agree", reason="同意。")

    assert "You proposed this record" in page
    assert "同意。" in page


def test_decision_without_a_verdict_is_refused_on_the_form(
    first_decider: User, draft: CreditRecord, credit_officer: User
) -> None:
    bring_to(RecordState.HEARD, draft, credit_officer, [])

    assert "This field is required." in _post(signed_in(first_decider), draft, "decide", 200, reason="…")


def test_record_page_shows_what_it_would_do_and_leaves_a_trace(
    officer_client: Client, draft: CreditRecord, credit_officer: User
) -> None:
    page = officer_client.get(f"/desk/credit/{draft.pk}/").content.decode()

    assert "If it took effect today" in page
    assert "85 · B" in page
    assert f"/desk/credit/{draft.pk}/notice/" in page
    assert f"/desk/credit/{draft.pk}/decide/" not in page
    screen = f"desk/credit.creditrecord/{draft.pk}"
    assert views_of_people() == [(str(credit_officer), str(draft.profile.practitioner_id), screen)]


def test_auditor_reads_and_changes_nothing(auditor: User, draft: CreditRecord) -> None:
    client = signed_in(auditor)

    page = client.get(f"/desk/credit/{draft.pk}/").content.decode()
    assert "There is nothing for you to do here." in page
    assert client.get("/desk/credit/").status_code == 200
    assert client.get("/desk/credit/propose/").status_code == 404
    _post(client, draft, "notice", 404)
    _post(client, draft, "revoke", 404, reason="…")


def test_outsiders_find_no_desk(draft: CreditRecord, practitioner_client: Client, marker: User) -> None:
    paths = [
        "/desk/credit/",
        "/desk/credit/propose/",
        f"/desk/credit/propose/{draft.profile.practitioner.public_id}/",
        f"/desk/credit/{draft.pk}/",
    ]
    for client in (practitioner_client, signed_in(marker)):
        assert [client.get(path).status_code for path in paths] == [404] * 4
        _post(client, draft, "notice", 404)


def test_visitor_signs_in_first(client: Client, draft: CreditRecord) -> None:
    assert client.get("/desk/credit/").status_code == 302
    _post(client, draft, "notice", 302)
    assert draft.state == RecordState.DRAFT


def test_unknown_record_and_move_are_not_found(officer_client: Client, draft: CreditRecord) -> None:
    assert officer_client.get("/desk/credit/999999/").status_code == 404
    assert officer_client.post(f"/desk/credit/{draft.pk}/delete/").status_code == 404
    assert officer_client.get(f"/desk/credit/{draft.pk}/notice/").status_code == 405
