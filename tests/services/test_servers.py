"""Each server answers inside its block and is gone after it."""

import socket
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from lms.celery import app
from tests.services import postgres, redis
from tests.services.plugin import need
from tests.services.process import ServiceError, running
from tests.services.worker import Worker


def _accepts(url: str) -> bool:
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname, parts.port), timeout=2):
            return True
    except OSError:
        return False


def test_postgres_lives_as_long_as_its_block() -> None:
    need(postgres.available())
    with postgres.postgres() as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT current_database(), 1 + 1").fetchone() == ("lms", 2)
    assert not _accepts(url)


def test_redis_lives_as_long_as_its_block() -> None:
    need(redis.available())
    with redis.redis() as url:
        assert _accepts(url)
    assert not _accepts(url)


def test_server_that_ends_early_shows_its_log(tmp_path: Path) -> None:
    start: AbstractContextManager[object] = running(
        ["sh", "-c", "echo no such option; exit 3"], log=tmp_path / "log", ready=lambda: False
    )
    with pytest.raises(ServiceError, match=r"ended with status 3:\nno such option"), start:
        pass


def test_server_that_never_answers_is_given_up(tmp_path: Path) -> None:
    start = running(["sleep", "60"], log=tmp_path / "log", ready=lambda: False, within=0.3)
    with pytest.raises(ServiceError, match=r"not ready after 0\.3 s"), start:
        pass


@pytest.mark.worker
def test_worker_answers_through_redis(worker: Worker) -> None:
    answers: list[dict[str, object]] = []

    def answered() -> bool:
        answers[:] = app.control.ping(timeout=1) or []
        return bool(answers)

    worker.wait_for(answered)
    assert [list(answer.values()) for answer in answers] == [[{"ok": "pong"}]]
