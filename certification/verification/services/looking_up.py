"""Answering a stranger who types a number and a name, and noticing one who tries them out."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from certification.certificates.models import Certificate
from certification.verification.limits import (
    PER_ADDRESS,
    PER_NUMBER,
    PUZZLE_AFTER,
    count_visit,
    failures_of,
    require_no_wait,
)
from certification.verification.names import is_same_name
from certification.verification.puzzles import is_solved
from certification.verification.queries import find_by_number_and_name
from certification.verification.services.guessing import note_failure
from lms.errors import DomainError


class PuzzleWanted(DomainError):
    """After some look-ups that found nothing, each further one is asked with a solved puzzle."""

    status = 429
    message = _("Several look-ups found nothing. Solve the puzzle and press the button again; the QR code needs none.")


def look_up_certificate(
    *, number: str, name: str, address: str, puzzle: str, solution: str, now: datetime
) -> Certificate | None:
    """``number`` as ``read_any_number`` gives it, ``address`` the network's; ``puzzle`` and its ``solution``, where one was set.

    An unknown number and a wrong name are counted alike, so that neither the answer nor its price tells them apart.
    """
    count_visit(PER_ADDRESS, address)
    count_visit(PER_NUMBER, number)
    _require_patience(number, address, puzzle, solution, now)
    certificate = find_by_number_and_name(number=number, name=name)
    if certificate is None:
        note_failure(number=number, address=address, now=now)
    return certificate


def confirm_name(
    *, certificate: Certificate, name: str, address: str, puzzle: str, solution: str, now: datetime
) -> bool:
    """Whether ``name`` stands on a certificate that was found by its code; guessing is counted as with number and name."""
    count_visit(PER_ADDRESS, address)
    count_visit(PER_NUMBER, certificate.number)
    _require_patience(certificate.number, address, puzzle, solution, now)
    if is_same_name(certificate.name, name):
        return True
    note_failure(number=certificate.number, address=address, now=now)
    return False


def _require_patience(number: str, address: str, puzzle: str, solution: str, now: datetime) -> None:
    require_no_wait(PER_ADDRESS, address, now=now)
    failures = max(failures_of(PER_ADDRESS, address), failures_of(PER_NUMBER, number))
    if failures >= PUZZLE_AFTER and not is_solved(puzzle, solution):
        raise PuzzleWanted
