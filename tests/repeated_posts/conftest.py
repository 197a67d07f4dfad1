"""People and things of all areas."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.certification.certificates.conftest import certificate, key_folder, result, signing_keys, template
from tests.certification.credit.conftest import deciders, draft, first_decider, profile, rule_set, second_decider
from tests.certification.marking.conftest import ended_attempt, proposed, seats
from tests.certification.papers.conftest import bank, blueprints, paper
from tests.certification.sittings.conftest import (
    assessment,
    attempt,
    registration,
    running_attempt,
    running_registration,
    running_sitting,
    sitting,
    small_paper,
)
from tests.courses.conftest import course, enrollment, hours_rules, run
from tests.lms.accounts.conftest import newcomer, newcomer_client

__all__ = [
    "assessment",
    "attempt",
    "bank",
    "blueprints",
    "certificate",
    "course",
    "deciders",
    "draft",
    "ended_attempt",
    "enrollment",
    "first_decider",
    "hours_rules",
    "key_folder",
    "newcomer",
    "newcomer_client",
    "paper",
    "profile",
    "proposed",
    "registration",
    "result",
    "rule_set",
    "run",
    "running_attempt",
    "running_registration",
    "running_sitting",
    "seats",
    "second_decider",
    "signing_keys",
    "sitting",
    "small_paper",
    "template",
]


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    """Rate limits count in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()
