"""Many numbers and names at once, in one query: the function behind the API and behind an employer's list."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from hmac import compare_digest
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from certification.certificates.models import Certificate
from certification.certificates.numbers import Mistyped, NotANumber
from certification.certificates.paper.numbers import read_any_number
from certification.verification.findings import Answer, Finding, Happened, PrintedCertificate, answer_found
from certification.verification.names import plain_name
from certification.verification.queries import TOKEN

MOST_ROWS = 500
# Compared where the number is unknown, so that both answers take the same work.
_NOBODY = plain_name("查无此人").encode()
_PRINTED = (
    "pk",
    "uuid",
    "kind",
    "number",
    "issue",
    "name",
    "title",
    "subject",
    "domain_id",
    "level",
    "basis",
    Coalesce("template__issuer_name", "paper_record__issuer_name"),
    "issued_at",
    "valid_until",
    "is_test",
)


class Asked(NamedTuple):
    """As typed."""

    number: str
    name: str


def look_up_many(asked: Sequence[Asked], *, moment: datetime) -> list[Answer]:
    """An answer to each, in the given order. An unknown number and a wrong name take the same path."""
    numbers = [_read(each.number) for each in asked]
    known: dict[str, list[PrintedCertificate]] = {}
    wanted = {number for number in numbers if not isinstance(number, Finding)}
    if wanted:
        for certificate in _printed(Certificate.objects.filter(number__in=sorted(wanted))):
            known.setdefault(certificate.number, []).append(certificate)
    return [
        Answer(number)
        if isinstance(number, Finding)
        else answer_found(_bearing(each.name, known.get(number, [])), moment=moment)
        for each, number in zip(asked, numbers, strict=True)
    ]


def look_up_reference(reference: str, *, moment: datetime) -> Answer:
    """By token or by identifier, of who need not know the name."""
    if TOKEN.fullmatch(reference):
        rows = Certificate.objects.filter(token=reference)
    else:
        try:
            rows = Certificate.objects.filter(uuid=UUID(reference))
        except ValueError:
            return Answer(Finding.UNKNOWN)
    return answer_found(next(_printed(rows), None), moment=moment, knows_name=False)


def _read(number: str) -> str | Finding:
    try:
        return read_any_number(number)
    except NotANumber:
        return Finding.NOT_A_NUMBER
    except Mistyped:
        return Finding.MISTYPED


def _bearing(name: str, issues: Iterable[PrintedCertificate]) -> PrintedCertificate | None:
    """The newest issue with this name. Each is compared in full, whatever the result."""
    wanted = plain_name(name).encode()
    matching = [issue for issue in issues if compare_digest(plain_name(issue.name).encode(), wanted)]
    if not issues:
        compare_digest(_NOBODY, wanted)
    return matching[0] if matching else None


def _printed(certificates: "QuerySet[Certificate]") -> Iterator[PrintedCertificate]:
    """One query: a line for each event, the certificate's facts in each of them; the newest issue first."""
    lines = certificates.order_by("number", "-issue", "events__at", "events__pk").values_list(
        *_PRINTED, "events__type", "events__at"
    )
    for facts, same in groupby(lines, key=lambda line: line[: len(_PRINTED)]):
        events = tuple(Happened(type_, at) for *_facts, type_, at in same if type_)
        values: tuple[Any, ...] = (*facts, events)
        yield PrintedCertificate(*values)
