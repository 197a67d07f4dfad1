"""Fixtures with real servers behind them, one of each for a test run.

A service that cannot be had here skips its tests by name, with the reason; where CI=true it fails them.
"""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.services import browser as browser_service
from tests.services import elasticsearch as elasticsearch_service
from tests.services import postgres as postgres_service
from tests.services import redis as redis_service
from tests.services import verifier as verifier_service
from tests.services.process import PATIENCE_SECONDS
from tests.services.site import Site, running_site
from tests.services.verifier import Verifier
from tests.services.worker import Worker, running_worker

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def need(reason: str | None) -> None:
    """Goes on where there is no reason not to."""
    if reason is None:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgres") is None:
        return
    from django.db import connection

    if connection.vendor != "postgresql":
        need(postgres_service.available())
        pytest.skip("runs on PostgreSQL: set DATABASE_URL, or use make test")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    need(postgres_service.available())
    with postgres_service.postgres() as url:
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    need(redis_service.available())
    with redis_service.redis() as url:
        yield url


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    need(elasticsearch_service.available())
    with elasticsearch_service.elasticsearch() as url, pytest.MonkeyPatch.context() as patience:
        # A page does not wait for a node that has just begun; these tests do.
        patience.setattr("lms.search.index.PAGE_SECONDS", PATIENCE_SECONDS)
        patience.setattr("lms.search.index.WORK_SECONDS", PATIENCE_SECONDS)
        yield url


@pytest.fixture(scope="session")
def outside_verifier() -> Verifier:
    need(verifier_service.available())
    return verifier_service.install()


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    need(browser_service.available())
    with browser_service.chromium() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with running_site() as site:
        yield site


@pytest.fixture
def worker(transactional_db: None, redis_url: str) -> Iterator[Worker]:
    """A worker on this test's database and files; what the test sends with `.delay()` reaches it through Redis."""
    with running_worker(broker_url=redis_url) as worker:
        yield worker
