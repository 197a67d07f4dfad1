"""Deeds that begin together, each in a thread with a connection and a transaction of its own."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Barrier
from typing import TypeVar

from django.db import connection, transaction

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


@contextmanager
def while_another_waits(deed: Callable[[], T]) -> Iterator[Future[T]]:
    """A transaction at whose end ``deed``, begun in a thread of its own, waits for what it holds; PostgreSQL tells. What came of it is there after."""
    with ThreadPoolExecutor(1) as threads, transaction.atomic():
        other: Future[T] = Future()
        yield other
        running = threads.submit(_alone, deed)
        running.add_done_callback(lambda done: _hand_over(done, other))
        _wait_until_held_up(running)


def _alone(deed: Callable[[], T]) -> T:
    try:
        return deed()
    finally:
        connection.close()


def _hand_over(done: Future[T], other: Future[T]) -> None:
    refusal = done.exception()
    if refusal is None:
        other.set_result(done.result())
    else:
        other.set_exception(refusal)


def _wait_until_held_up(running: Future[T]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    with connection.cursor() as cursor:
        while not running.done() and time.monotonic() < deadline:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            if cursor.fetchone():
                return
            time.sleep(0.02)
    raise AssertionError("Nobody has come to wait.")
