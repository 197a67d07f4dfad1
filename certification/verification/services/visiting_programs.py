"""Answering a program without a key: as often as a person on the page, and with the same patience towards guessing."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from certification.certificates.numbers import Mistyped, NotANumber
from certification.certificates.paper.numbers import read_any_number
from certification.verification.bulk import Asked, look_up_many
from certification.verification.findings import Answer, Finding
from certification.verification.limits import (
    PER_ADDRESS,
    PER_NUMBER,
    PUZZLE_AFTER,
    count_visit,
    failures_of,
    require_no_wait,
)
from certification.verification.services.guessing import note_failure
from lms.errors import DomainError


class KeyWanted(DomainError):
    """Where a person is set a puzzle; a program solves none."""

    status = 429
    retry_after = 3600
    message = _(
        "Several look-ups found nothing. Go on with an API key, or on the page for people, which sets a puzzle."
    )


def look_up_for_visitor(*, number: str, name: str, address: str, moment: datetime, now: datetime) -> Answer:
    """``number`` as typed; failures count for the number it is read as, so that other spellings of it are no way around."""
    known = _read(number)
    count_visit(PER_ADDRESS, address)
    count_visit(PER_NUMBER, known)
    require_no_wait(PER_ADDRESS, address, now=now)
    if max(failures_of(PER_ADDRESS, address), failures_of(PER_NUMBER, known)) >= PUZZLE_AFTER:
        raise KeyWanted
    [answer] = look_up_many([Asked(number, name)], moment=moment)
    if answer.finding == Finding.UNKNOWN:
        note_failure(number=known, address=address, now=now)
    return answer


def _read(number: str) -> str:
    try:
        return read_any_number(number)
    except (NotANumber, Mistyped):
        return number
