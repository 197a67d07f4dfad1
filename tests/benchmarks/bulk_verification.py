"""An employer's list of 500 at once, against asking for each of the 500 alone, as a program without the bulk look-up would."""

from datetime import UTC, datetime
from itertools import cycle, islice

from certification.certificates.models import Certificate
from certification.certificates.presentation import view_certificate
from certification.verification.bulk import MOST_ROWS, Asked, look_up_many
from certification.verification.findings import Finding
from certification.verification.names import plain_name
from certification.verification.queries import find_by_number_and_name
from tests.benchmarks.measure import Measurement, compare


def bulk_verification(*, seconds: float) -> Measurement:
    """``ratio`` is how many lists are answered in the time that the loop needs for one."""
    now = datetime.now(UTC)
    asked = _list_of(MOST_ROWS)
    return compare(
        name="verify 500",
        deed=lambda: _at_once(asked, now),
        floor=lambda: _one_by_one(asked, now),
        unit="lists/s",
        seconds=seconds,
        rounds=3,
    )


def _list_of(rows: int) -> list[Asked]:
    """From all over the register; every tenth with a wrong name, as lists have."""
    count = Certificate.objects.count()
    keys = list(Certificate.objects.order_by("pk").values_list("pk", flat=True))[:: max(1, count // rows)][:rows]
    printed = Certificate.objects.filter(pk__in=keys).order_by("pk").values_list("number", "name")
    return [
        Asked(number, "查无此人" if place % 10 == 9 else name)
        for place, (number, name) in enumerate(islice(cycle(printed), rows))
    ]


def _at_once(asked: list[Asked], now: datetime) -> None:
    answers = look_up_many(asked, moment=now)
    _require(sum(answer.finding == Finding.FOUND for answer in answers), asked)


def _one_by_one(asked: list[Asked], now: datetime) -> None:
    found = [find_by_number_and_name(number=each.number, name=each.name) for each in asked]
    statuses = [view_certificate(certificate, now=now).status for certificate in found if certificate is not None]
    _require(len(statuses), asked)


def _require(found: int, asked: list[Asked]) -> None:
    expected = sum(plain_name(each.name) != "查无此人" for each in asked)
    if found != expected:
        raise RuntimeError(f"{found} of {expected} certificates were found.")
