import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format
from django.utils.timezone import localtime
from openpyxl import load_workbook

from certification.certificates.enums import Kind
from certification.certificates.models import Certificate, CertificateTemplate, IssueBatch
from certification.certificates.services import create_issue_batch, issue_batch, render_batch
from certification.marking.models import Result
from certification.sittings.models import Sitting
from courses.catalogue.models import CourseRun
from courses.learning.models import CourseCompletion
from lms.accounts.models import Practitioner, User
from tests.certification.certificates.batch_cast import make_completion, meet_hours
from tests.certification.certificates.cast import make_result
from tests.certification.sittings.cast import make_assessment, make_attempt, make_paper, make_registration, make_sitting
from tests.conftest import signed_in

LIST = "/desk/certificates/batches/"
NEW = f"{LIST}new/"
NO_FONT_HAS_IT = "=林\U000323b0光"

MakeBatch = Callable[[int], IssueBatch]


@pytest.fixture(autouse=True)
def _an_hour_later(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=1))


@pytest.fixture
def make_batch(template: CertificateTemplate, practitioner: Practitioner, registrar: User, now: datetime) -> MakeBatch:
    def make(rows: int) -> IssueBatch:
        results = [make_result(practitioner, registrar) for _row in range(rows)]
        return create_issue_batch(
            key=uuid.uuid4(),
            kind=Kind.COMPETENCY,
            year=None,
            chosen=[result.pk for result in results],
            created_by=registrar,
            now=now,
        )

    return make


def test_a_registrar_chooses_from_checked_candidates(
    registrar_client: Client, result: Result, colleague: Practitioner, registrar: User
) -> None:
    Practitioner.objects.filter(pk=colleague.pk).update(name=NO_FONT_HAS_IT)
    refused = make_result(colleague, registrar)

    page = registrar_client.get(NEW, {"kind": "A"}).text
    assert re.search(rf'value="{result.pk}" checked', page)
    assert re.search(rf'value="{refused.pk}">', page)
    assert "U+323B0" in page

    key = re.search(r'name="key" value="([0-9a-f-]{36})"', page)
    assert key is not None
    sent = {"key": key[1], "kind": "A", "year": "2025", "chosen": [result.pk]}
    response = registrar_client.post(NEW, sent)
    batch = IssueBatch.objects.get()
    assert response["Location"] == f"{LIST}{batch.pk}/"
    assert [row.result for row in batch.rows.all()] == [result]


@pytest.mark.parametrize("kind", ["T", "H"])
def test_courses_and_hours_are_chosen_likewise(
    registrar_client: Client,
    template: CertificateTemplate,
    practitioner: Practitioner,
    now: datetime,
    kind: str,
) -> None:
    registrar = User.objects.get(email="registrar@example.com")
    completion = make_completion(practitioner, registrar, now=now)
    meet_hours(practitioner, 2025, registrar, now=now)
    source = {"T": completion.pk, "H": practitioner.pk}[kind]

    assert f'id="chosen-{source}"' in registrar_client.get(NEW, {"kind": kind, "year": "2025"}).text
    registrar_client.post(NEW, {"key": str(uuid.uuid4()), "kind": kind, "year": "2025", "chosen": [source]})
    issue_batch(batch_id=IssueBatch.objects.get().pk, now=now)

    assert Certificate.objects.get().kind == kind


def test_the_page_follows_the_batch_until_every_file_is_there(
    registrar_client: Client, make_batch: MakeBatch, now: datetime
) -> None:
    batch = make_batch(1)
    address = f"{LIST}{batch.pk}/"
    assert "hx-trigger" in registrar_client.get(address).text

    issue_batch(batch_id=batch.pk, now=now)
    fragment = registrar_client.get(f"{address}progress/").text
    assert "hx-trigger" in fragment
    assert "<html" not in fragment

    render_batch(now=now)
    done = registrar_client.get(f"{address}progress/").text
    assert "hx-trigger" not in done
    assert Certificate.objects.get().number in done


def test_refused_rows_are_told_exported_and_tried_again(
    registrar_client: Client, make_batch: MakeBatch, practitioner: Practitioner, now: datetime
) -> None:
    batch = make_batch(1)
    Practitioner.objects.filter(pk=practitioner.pk).update(name=NO_FONT_HAS_IT)
    issue_batch(batch_id=batch.pk, now=now)

    assert "U+323B0" in registrar_client.get(f"{LIST}{batch.pk}/").text
    content = registrar_client.get(f"{LIST}{batch.pk}/outcome.xlsx").content
    cells = load_workbook(BytesIO(content)).worksheets[0][2]
    assert [cell.value for cell in cells][:2] == ["1", NO_FONT_HAS_IT]
    assert cells[1].data_type == "s"

    response = registrar_client.post(f"{LIST}{batch.pk}/retry/", follow=True)
    assert "1 row is tried again." in response.text
    assert batch.rows.get().state == "waiting"


@pytest.mark.parametrize("kind", [Kind.COMPETENCY, Kind.COURSE])
@pytest.mark.usefixtures("template")
def test_those_of_one_run_or_sitting_are_chosen_alone(
    registrar_client: Client, practitioner: Practitioner, registrar: User, now: datetime, kind: Kind
) -> None:
    def wait() -> Result | CourseCompletion:
        if kind == Kind.COURSE:
            return make_completion(practitioner, registrar, now=now)
        return make_result(practitioner, registrar)

    def occasion_of(source: Result | CourseCompletion) -> CourseRun | Sitting:
        if isinstance(source, CourseCompletion):
            return source.enrollment.run
        return source.attempt.registration.sitting

    one = wait()
    assert "<select" not in registrar_client.get(NEW, {"kind": kind}).text
    other = wait()
    place = occasion_of(other)

    page = registrar_client.get(NEW, {"kind": kind}).text
    assert [f'id="chosen-{source.pk}"' in page for source in (one, other)] == [True, True]
    assert re.search(rf'<option value="{place.pk}">[^<]+ · {place.code} \(1\)</option>', page)

    page = registrar_client.get(NEW, {"kind": str(kind), "occasion": str(place.pk)}).text
    assert [f'id="chosen-{source.pk}"' in page for source in (one, other)] == [False, True]
    assert f'<option value="{place.pk}" selected>' in page
    assert f'name="occasion" value="{place.pk}"' in page


def test_an_occasion_that_nobody_waits_after_says_so(registrar_client: Client, result: Result) -> None:
    page = registrar_client.get(NEW, {"kind": "A", "occasion": str(10**9)}).text

    assert "Nobody waits" in page
    assert f'href="{NEW}?kind=A"' in page


def test_choosing_costs_the_same_for_one_and_three(
    registrar_client: Client, template: CertificateTemplate, practitioner: Practitioner, registrar: User, now: datetime
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            for kind in "ATH":
                registrar_client.get(NEW, {"kind": kind, "year": "2025"})
            registrar_client.get(NEW, {"kind": "T", "occasion": str(run)})
        return len(counted)

    _one_of_each(practitioner, registrar, now)
    run = CourseCompletion.objects.earliest("pk").enrollment.run_id
    queries()  # what the frame keeps in memory
    one = queries()
    for _more in range(2):
        _one_of_each(practitioner, registrar, now)

    assert queries() == one


def _one_of_each(practitioner: Practitioner, registrar: User, now: datetime) -> None:
    make_result(practitioner, registrar)
    make_completion(practitioner, registrar, now=now)
    meet_hours(practitioner, 2025, registrar, now=now)


@pytest.mark.parametrize(
    "sent", [{"kind": "L"}, {"kind": "A", "year": "ever"}, {"key": "no key"}, {"occasion": "-1"}, {"chosen": ["x"]}]
)
def test_bad_input_makes_no_batch(registrar_client: Client, result: Result, sent: dict[str, str]) -> None:
    good = {"key": str(uuid.uuid4()), "kind": "A", "year": "2025", "chosen": [result.pk]}

    assert registrar_client.post(NEW, good | sent).status_code in {200, 302}
    assert not IssueBatch.objects.exists()


def test_nobody_chosen_is_told(registrar_client: Client, result: Result) -> None:
    response = registrar_client.post(NEW, {"key": str(uuid.uuid4()), "kind": "A", "year": "2025"})

    assert (response.status_code, "Nobody is chosen" in response.text) == (400, True)


def test_outsiders_find_nothing(
    client: Client, practitioner_client: Client, auditor: User, credit_officer: User, make_batch: MakeBatch
) -> None:
    batch = make_batch(1)
    addresses = [LIST, NEW, *(f"{LIST}{batch.pk}/{part}" for part in ("", "progress/", "outcome.xlsx"))]
    for visitor in (practitioner_client, signed_in(auditor), signed_in(credit_officer)):
        assert {visitor.get(address).status_code for address in addresses} == {404}
        assert visitor.post(f"{LIST}{batch.pk}/retry/").status_code == 404
    assert client.get(LIST)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("part", ["list", "batch", "outcome"])
def test_pages_cost_the_same_for_one_and_three(
    registrar_client: Client, make_batch: MakeBatch, now: datetime, part: str
) -> None:
    def queries(batch: IssueBatch) -> int:
        issue_batch(batch_id=batch.pk, now=now)
        address = {"list": LIST, "batch": f"{LIST}{batch.pk}/", "outcome": f"{LIST}{batch.pk}/outcome.xlsx"}[part]
        with CaptureQueriesContext(connection) as counted:
            registrar_client.get(address)
        return len(counted)

    registrar_client.get(LIST)  # what the frame keeps in memory

    assert queries(make_batch(1)) == queries(make_batch(3))


def test_a_batch_that_waits_for_candidates_says_until_when(
    registrar_client: Client, make_batch: MakeBatch, colleague: Practitioner, examiner: User, now: datetime
) -> None:
    batch = make_batch(1)
    address = f"{LIST}{batch.pk}/"
    assert "PDFs wait for an assessment" not in registrar_client.get(address).text
    paper = make_paper("hall", examiner)
    sitting = make_sitting("hall", make_assessment("hall", paper), paper, opens_at=now)
    # Begun 40 minutes ago for two hours.
    make_attempt(make_registration(sitting, colleague), started_at=now + timedelta(minutes=20))

    for page in (registrar_client.get(address).text, registrar_client.get(f"{address}progress/").text):
        assert "PDFs wait for an assessment" in page
        assert f"Candidates sit {sitting.code}" in page
        assert date_format(localtime(now + timedelta(minutes=140)), "DATETIME_FORMAT") in page

    issue_batch(batch_id=batch.pk, now=now)
    render_batch(now=now + timedelta(days=1))
    assert "PDFs wait for an assessment" not in registrar_client.get(address).text
