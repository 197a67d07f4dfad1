"""The API of approved employers: many certificates at once, and earlier checks."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router, Schema

from certification.certificates.enums import Status
from certification.employers import services
from certification.employers.enums import CheckSource
from certification.employers.models import BulkCheck
from certification.employers.queries import checks_of, rows_of
from certification.verification.api import AnswerOut, answer_out
from certification.verification.api_examples import ANSWER, NAME, NUMBER
from certification.verification.bulk import MOST_ROWS, Asked
from certification.verification.findings import DayAhead, DayTooEarly, Finding, moment_of
from lms.api.callers import caller_of, charge
from lms.api.enums import Scope
from lms.api.models import ApiKey
from lms.api.operations import operation
from lms.api.paging import PageQuery, cut_page
from lms.api.refusals import INVALID, NOT_THERE, TOO_LARGE, UNREADABLE

router = Router(tags=[gettext_noop("Many certificates")])


class AskedIn(Schema):
    model_config = {"extra": "forbid"}

    number: str = Field(
        max_length=80,
        pattern=r"^[^\x00]*$",
        description=gettext_noop("The number on the paper; spaces and hyphens do not matter."),
    )
    name: str = Field(
        min_length=1,
        max_length=60,
        pattern=r"^[^\x00]*$",
        description=gettext_noop("The holder’s name in full, as printed."),
    )


class BulkIn(Schema):
    model_config = {"extra": "forbid"}

    certificates: list[AskedIn] = Field(
        min_length=1, max_length=MOST_ROWS, description=gettext_noop("1 to 500 numbers and names.")
    )
    on: date | None = Field(
        None, description=gettext_noop("The answer for the end of that day, in Tianjin; without it, for now.")
    )


class BulkOut(Schema):
    check: UUID = Field(description=gettext_noop("The identifier under which the check is kept."))
    answers: list[AnswerOut] = Field(description=gettext_noop("One to each certificate, in the order asked."))


class CheckOut(Schema):
    check: UUID = Field(description=gettext_noop("The identifier under which the check is kept."))
    source: CheckSource = Field(description=gettext_noop("Asked by a list of a person, or by a program."))
    asked_at: datetime = Field(description=gettext_noop("When it was asked."))
    finished_at: datetime | None = Field(description=gettext_noop("When it was answered; null while it waits."))
    certificates: int = Field(description=gettext_noop("How many were asked for."))
    found: int | None = Field(description=gettext_noop("How many were found."))


class ChecksOut(Schema):
    checks: list[CheckOut] = Field(description=gettext_noop("The latest first."))
    count: int = Field(description=gettext_noop("How many there are in all."))
    next_offset: int | None = Field(description=gettext_noop("The offset of the next page; null on the last."))


class RowOut(Schema):
    number: str = Field(description=gettext_noop("As typed; empty once it is deleted."))
    name: str = Field(description=gettext_noop("As typed; empty once it is deleted."))
    finding: Finding | None = Field(description=gettext_noop("The answer; null while it waits."))
    status: Status | None = Field(description=gettext_noop("What it was worth at the moment of the check."))


class CheckRowsOut(CheckOut):
    rows: list[RowOut] = Field(description=gettext_noop("One to each certificate, in the order asked."))


_CHECK = {
    "check": "6f1f1c52-8d1b-4f0e-9d2a-7c1a5b3e9f10",
    "source": "api",
    "asked_at": "2026-01-05T01:30:00Z",
    "finished_at": "2026-01-05T01:30:00Z",
    "certificates": 1,
    "found": 1,
}


@router.post(
    "/verify/bulk",
    response=BulkOut,
    summary=gettext_noop("Verify many certificates"),
    description=gettext_noop("Up to 500 at once. The holders see which organization checked, and when."),
    **operation(
        Scope.BULK,
        refuses=[UNREADABLE, TOO_LARGE, INVALID, DayAhead, DayTooEarly],
        asks={"certificates": [{"number": NUMBER, "name": NAME}], "on": None},
        answers={"check": _CHECK["check"], "answers": [ANSWER]},
    ),
)
def verify_bulk(request: HttpRequest, asked: BulkIn) -> BulkOut:
    now = timezone.now()
    moment = moment_of(asked.on, now=now)
    key = _key(request)
    # The request itself has cost one.
    charge(request, key, cost=len(asked.certificates) - 1, now=now)
    rows = [Asked(each.number, each.name) for each in asked.certificates]
    check_run, answers = services.check_for_program(key=key, asked=rows, moment=moment, now=now)
    return BulkOut(check=check_run.uuid, answers=[answer_out(answer, moment=moment) for answer in answers])


@router.get(
    "/checks",
    response=ChecksOut,
    summary=gettext_noop("Earlier checks"),
    description=gettext_noop("Those of the key’s organization, by lists and by programs."),
    **operation(Scope.BULK, refuses=[INVALID], answers={"checks": [_CHECK], "count": 1, "next_offset": None}),
)
def checks(request: HttpRequest, query: Query[PageQuery]) -> ChecksOut:
    rows, count, next_offset = cut_page(checks_of(_key(request).organization), query)
    return ChecksOut(checks=[CheckOut(**_facts(each)) for each in rows], count=count, next_offset=next_offset)


@router.get(
    "/checks/{check}",
    response=CheckRowsOut,
    summary=gettext_noop("One earlier check"),
    description=gettext_noop("With the answer to each row, as it was given then."),
    **operation(
        Scope.BULK,
        refuses=[NOT_THERE, INVALID],
        answers=_CHECK | {"rows": [{"number": NUMBER, "name": NAME, "finding": "found", "status": "valid"}]},
    ),
)
def check_rows(request: HttpRequest, check: UUID) -> CheckRowsOut:
    check_run = checks_of(_key(request).organization).filter(uuid=check).first()
    if check_run is None:
        raise Http404
    rows = [
        RowOut(
            number=row.number,
            name=row.name,
            finding=Finding(row.finding) if row.finding else None,
            status=Status(row.status) if row.status else None,
        )
        for row in rows_of(check_run)
    ]
    return CheckRowsOut(**_facts(check_run), rows=rows)


def _facts(check_run: BulkCheck) -> dict[str, Any]:
    return {
        "check": check_run.uuid,
        "source": check_run.source,
        "asked_at": check_run.created_at,
        "finished_at": check_run.finished_at,
        "certificates": check_run.row_count,
        "found": check_run.found_count,
    }


def _key(request: HttpRequest) -> ApiKey:
    key = caller_of(request).key
    if key is None:
        raise RuntimeError  # the operations here let no visitor in
    return key
