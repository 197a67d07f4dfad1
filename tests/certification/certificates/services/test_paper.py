import hashlib
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from openpyxl import load_workbook

from certification.certificates.enums import Kind, Status
from certification.certificates.models import Certificate, CertificateTemplate, LogEntry, PaperImport, PaperRecord
from certification.certificates.paper.sheets import make_template
from certification.certificates.queries import with_events
from certification.certificates.services import (
    delete_unused_paper_files,
    enter_paper_certificates,
    read_paper_file,
    reissue_certificate,
    suspend_certificate,
)
from certification.certificates.services.changing import status_of
from certification.certificates.services.log import append_to_log
from certification.certificates.services.paper import NumberTaken, RowsWrong
from certification.certificates.services.reissuing import OnPaperOnly
from certification.certificates.status import status_at
from certification.verification.queries import find_by_number_and_name
from lms.accounts.encryption import digest_text
from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from lms.competency.models import Domain
from lms.notifications.models import Message
from lms.uploads import UploadRefused
from tests.certification.certificates.cast import revoke_certificate
from tests.certification.certificates.paper_cast import HEADING, NUMBER, ROW, paper_file

ID_NUMBER = "11010519491231002X"


def read(registrar: User, now: datetime, *rows: dict[str, str]) -> PaperImport:
    return read_paper_file(upload=paper_file(*rows), uploaded_by=registrar, now=now)


def problems(registrar: User, now: datetime, *rows: dict[str, str]) -> list[list[str]]:
    return [row["problems"] for row in read(registrar, now, *rows).rows]


@pytest.fixture
def entered(template: CertificateTemplate, registrar: User, now: datetime) -> Certificate:
    enter_paper_certificates(source=read(registrar, now, {}), entered_by=registrar, now=now)
    return Certificate.objects.get()


def test_a_file_is_kept_to_be_looked_at_and_nothing_is_entered(registrar: User, now: datetime) -> None:
    upload = paper_file({}, {"number": "JZ2019-0123"})
    content = upload.read()
    upload.seek(0)

    source = read_paper_file(upload=upload, uploaded_by=registrar, now=now)

    assert source.sha256 == hashlib.sha256(content).hexdigest()
    assert [(row["line"], row["number"], row["problems"]) for row in source.rows] == [
        (2, NUMBER, []),
        (3, "JZ2019-0123", []),
    ]
    assert not Certificate.objects.exists()


def test_entered_certificates_stand_in_the_register_with_their_line(
    entered: Certificate, registrar: User, now: datetime
) -> None:
    record = PaperRecord.objects.get()

    assert (entered.number, record.number_as_printed, record.line) == (NUMBER, ROW["number"], 2)
    assert (entered.name, entered.id_last4, entered.level, entered.domain_id) == ("旧持证", "012X", "L2", "PAT")
    assert (entered.practitioner, entered.template, hasattr(entered, "document"), hasattr(entered, "credential")) == (
        None,
        None,
        False,
        False,
    )
    assert record.issuer_name == CertificateTemplate.objects.get(kind="A").issuer_name
    assert record.source.rows == []
    detail = AuditEntry.objects.get(action="certificates.enter_paper_certificate").detail
    assert detail == {"number": NUMBER, "sha256": record.source.sha256, "line": 2}


def test_its_life_began_when_the_paper_was_issued(entered: Certificate, now: datetime) -> None:
    events = with_events(Certificate.objects.all()).get().events.all()

    def status(year: int) -> Status | None:
        return status_at(events, valid_until=entered.valid_until, moment=datetime(year, 7, 1, tzinfo=UTC))

    assert [status(year) for year in (2018, 2019, 2029)] == [None, Status.VALID, Status.EXPIRED]


def test_it_is_suspended_and_revoked_like_any_other_but_not_printed_anew(
    entered: Certificate, registrar: User, now: datetime
) -> None:
    with pytest.raises(OnPaperOnly):
        reissue_certificate(certificate=entered, actor=registrar, reason="更正", now=now)
    suspend_certificate(certificate=entered, actor=registrar, reason="核实", now=now)
    assert status_of(entered, now=now) == Status.SUSPENDED
    revoke_certificate(certificate=entered, actor=registrar, reason="伪造", now=now)
    assert status_of(entered, now=now) == Status.REVOKED
    assert not Message.objects.filter(key__startswith="certificates.event.").exists()


def test_it_is_in_the_log(entered: Certificate, now: datetime) -> None:
    append_to_log(now=now)

    assert LogEntry.objects.get(certificate=entered).event is not None


def test_entering_twice_enters_once(entered: Certificate, registrar: User, now: datetime) -> None:
    source = PaperImport.objects.get()

    assert enter_paper_certificates(source=source, entered_by=registrar, now=now) == 1
    assert read(registrar, now, {}) == source
    assert Certificate.objects.count() == 1


def test_a_number_that_stands_in_the_register_is_told(entered: Certificate, registrar: User, now: datetime) -> None:
    assert problems(registrar, now, {"name": "另一人"}) == [
        ["Certificate number: has been entered already, and stands."]
    ]


def test_an_entry_that_was_wrong_is_ended_and_entered_right_under_the_same_number(
    entered: Certificate, registrar: User, now: datetime
) -> None:
    revoke_certificate(certificate=entered, actor=registrar, reason="录入错误", now=now)

    source = read(registrar, now, {"name": "旧持正"})
    assert source.rows[0]["problems"] == []
    assert enter_paper_certificates(source=source, entered_by=registrar, now=now) == 1

    right = Certificate.objects.get(name="旧持正")
    assert (right.number, right.issue, right.replaces) == (entered.number, 2, entered)
    assert find_by_number_and_name(number=NUMBER, name="旧持正") == right
    assert status_of(right, now=now) == Status.VALID
    assert status_of(entered, now=now) == Status.REVOKED
    # Entered once more, and wrong once more: the third.
    revoke_certificate(certificate=right, actor=registrar, reason="录入错误", now=now)
    enter_paper_certificates(source=read(registrar, now, {"name": "旧持政"}), entered_by=registrar, now=now)
    assert Certificate.objects.get(issue=3).replaces == right


def test_a_number_entered_meanwhile_enters_nothing(
    template: CertificateTemplate, registrar: User, now: datetime
) -> None:
    first = read(registrar, now, {})
    second = read(registrar, now, {"number": "JZ2019-0123"}, {"title": "另一份"})
    enter_paper_certificates(source=first, entered_by=registrar, now=now)

    with pytest.raises(NumberTaken):
        enter_paper_certificates(source=second, entered_by=registrar, now=now)
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"number": "TJIP-A-2025-PAT2-000123-7"}, "Certificate number: must have 4 to 32 characters"),
        ({"number": ""}, "Certificate number: is missing."),
        ({"name": ""}, "Holder’s name: is missing."),
        ({"name": "长" * 61}, "Holder’s name: is longer than 60 characters."),
        ({"id_type": "驾驶证"}, "ID type: is none of:"),
        ({"id_last4": "12"}, "ID number, last four: must be four"),
        ({"kind": "B"}, "Kind: is none of:"),
        ({"domain": ""}, "Domain: is missing: a certificate of competency has one."),
        ({"domain": "XXX"}, "Domain: is none of:"),
        ({"level": "L9"}, "Level: is none of:"),
        ({"level": ""}, "Level: is missing"),
        ({"issued_on": "2019-02-30"}, "Issued on: is not a date such as"),
        ({"issued_on": "gestern"}, "Issued on: is not a date such as"),
        ({"issued_on": "2030-01-01", "valid_until": ""}, "Issued on: is not a day between 1980 and today."),
        ({"valid_until": "2019-01-01"}, "Valid until: is before the day of issue."),
        ({"holder": "11010119900101001X"}, "nobody with this ID type and number is registered here"),
    ],
)
def test_each_mistake_is_told_and_nothing_is_entered(
    template: CertificateTemplate, registrar: User, now: datetime, wrong: dict[str, str], problem: str
) -> None:
    source = read(registrar, now, {"number": "JZ2019-0001"}, wrong)

    assert source.rows[0]["problems"] == []
    assert any(problem in told for told in source.rows[1]["problems"])
    with pytest.raises(RowsWrong):
        enter_paper_certificates(source=source, entered_by=registrar, now=now)
    assert not Certificate.objects.exists()


def test_a_number_twice_in_a_file_is_told_at_both(registrar: User, now: datetime) -> None:
    told = ["Certificate number: stands in the file more than once."]

    assert problems(registrar, now, {}, {"number": "津知服字〔2019〕第012号"}) == [told, told]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", [Kind.COURSE, Kind.HOURS, Kind.LECTURER])
def test_other_kinds_need_no_domain(registrar: User, now: datetime, kind: Kind, language: str) -> None:
    """Named by the letter or by the word, in whatever language."""
    with override(language):
        row = {"kind": str(kind.label), "domain": "", "level": "", "valid_until": ""}

    assert [each["kind"] for each in read(registrar, now, row).rows] == [kind]
    assert problems(registrar, now, row) == [[]]


def test_the_holders_account_is_found_by_the_whole_number_which_is_not_kept(
    template: CertificateTemplate, practitioner: Practitioner, registrar: User, now: datetime
) -> None:
    Practitioner.objects.filter(pk=practitioner.pk).update(
        id_number_digest=digest_text(f"resident:{ID_NUMBER}"), id_number_last4="002X"
    )
    own = {"name": "林虚光", "id_last4": "002X", "holder": ID_NUMBER.lower()}

    source = read(registrar, now, own)
    assert ID_NUMBER not in str(source.rows)
    enter_paper_certificates(source=source, entered_by=registrar, now=now)

    certificate = Certificate.objects.get()
    assert certificate.practitioner == practitioner
    assert Message.objects.get(key=f"certificates.paper.{certificate.pk}").recipient == practitioner.user
    assert "another name" in problems(registrar, now, own | {"name": "别人", "number": "JZ2019-0002"})[0][0]
    assert "other characters" in problems(registrar, now, own | {"id_last4": "1111", "number": "JZ2019-0003"})[0][0]


def test_the_template_reads_as_a_file_without_rows(registrar: User, now: datetime, roles: None) -> None:
    content = make_template(Domain.objects.order_by("code"))

    assert [cell.value for cell in load_workbook(BytesIO(content)).worksheets[0][1]] == list(HEADING.values())
    with pytest.raises(UploadRefused, match="no certificate below"):
        read_paper_file(upload=SimpleUploadedFile("leer.xlsx", content), uploaded_by=registrar, now=now)


def test_a_file_of_another_kind_is_refused(registrar: User, now: datetime) -> None:
    missing = paper_file({}, heading={"number": "Certificate number"})
    for upload in (
        SimpleUploadedFile("a.xlsx", b"PK\x03\x04 not a workbook"),
        SimpleUploadedFile("a.pdf", b"%PDF-"),
        missing,
    ):
        with pytest.raises(UploadRefused):
            read_paper_file(upload=upload, uploaded_by=registrar, now=now)
    assert not PaperImport.objects.exists()


def test_what_nobody_entered_is_deleted_after_a_week(entered: Certificate, registrar: User, now: datetime) -> None:
    read(registrar, now, {"number": "JZ2019-0001"})

    assert delete_unused_paper_files(now=now + timedelta(days=7)) == 0
    assert delete_unused_paper_files(now=now + timedelta(days=8)) == 1
    assert PaperImport.objects.get().records.count() == 1
