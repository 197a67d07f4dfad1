"""Deeds that begin together, each in a thread with a connection and a transaction of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TypeVar

from django.db import connection

from lms.errors import DomainError
from tests.services.process import PATIENCE_SECONDS

T = TypeVar("T")


def at_once(deeds: Sequence[Callable[[], T]]) -> list[T]:
    """What each gave, in the order asked; the first that raised raises."""
    gate = Barrier(len(deeds))

    def run(deed: Callable[[], T]) -> T:
        try:
            gate.wait(timeout=PATIENCE_SECONDS)
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(run, deeds))


def outcomes_at_once(deeds: Sequence[Callable[[], T]]) -> list[T | DomainError]:
    """The same where some are to be refused: a refusal is an outcome like any other."""
    return at_once([partial(_outcome, deed) for deed in deeds])


def _outcome(deed: Callable[[], T]) -> T | DomainError:
    try:
        return deed()
    except DomainError as refusal:
        return refusal
