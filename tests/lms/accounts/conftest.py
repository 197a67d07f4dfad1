"""People who have signed up and not registered yet."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest
from django.dispatch import Signal
from django.test import Client

from lms.accounts.enums import IdType
from lms.accounts.models import Organization, User
from tests.cast import make_user
from tests.conftest import signed_in

RESIDENT_CARD = "120101199001010017"


@pytest.fixture
def newcomer(db: None) -> User:
    return make_user("xin.ren@example.com", "辛新")


@pytest.fixture
def newcomer_client(newcomer: User) -> Client:
    return signed_in(newcomer)


@pytest.fixture
def details(newcomer: User, employer_organization: Organization, now: datetime) -> dict[str, Any]:
    """What ``register_practitioner`` takes for the newcomer."""
    return {
        "user": newcomer,
        "name": "辛新",
        "id_type": IdType.RESIDENT_CARD,
        "id_number": RESIDENT_CARD,
        "birth_on": date(1990, 1, 1),
        "phone": "13800000000",
        "employer": employer_organization,
        "now": now,
    }


@pytest.fixture
def heard() -> Callable[[Signal], Any]:
    """``with heard(signal) as calls:`` collects what the signal was sent with."""

    @contextmanager
    def collect(signal: Signal) -> Iterator[list[dict[str, Any]]]:
        calls: list[dict[str, Any]] = []

        def receive(sender: object, **sent: Any) -> None:
            calls.append(sent)

        signal.connect(receive)
        try:
            yield calls
        finally:
            signal.disconnect(receive)

    return collect


def check_account_page(page: str) -> None:
    """In the site's frame, and nothing inline that the content security policy would stop."""
    assert "site-header" in page
    assert page.count("<h1") == 1
    assert "style=" not in page
    assert not re.search(r"\son[a-z]+=", page)
    # Data for scripts is a block of JSON, which the policy lets stand.
    scripts = re.findall(r"<script[^>]*>", page)
    assert not [tag for tag in scripts if "src=" not in tag and "application/json" not in tag]
