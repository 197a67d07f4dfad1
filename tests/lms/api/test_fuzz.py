"""Whatever the description allows, and what it does not, is sent to the running site: no answer is a server's error, and each is as described."""

from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as fuzzing
from pytest_django.live_server_helper import LiveServer
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.result import Ok

from certification.certificates.models import Certificate
from lms.accounts.models import Organization, User
from lms.api.quotas import Window
from tests.cast import make_user
from tests.certification.certificates.conftest import certificate, signing_keys, template
from tests.lms.api.cast import bearing, issue_key

pytestmark = [pytest.mark.validator, pytest.mark.django_db(transaction=True)]
__all__ = ["certificate", "signing_keys", "template"]

# Of every answer, refusals as well: its status is one that is described, and so are its kind, its headers and its fields.
_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
_EXAMPLES = fuzzing(
    max_examples=20,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def clerk(transactional_db: None) -> User:
    return make_user("clerk@example.com", "人事专员")


@pytest.fixture(autouse=True)
def _without_limits(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sought are errors, not how soon the limits say no."""
    settings.API_QUOTA_PER_MINUTE = settings.API_QUOTA_PER_DAY = 10_000_000
    monkeypatch.setattr("lms.api.views._TOKENS", Window("minute", 60, 10_000_000))


@pytest.mark.parametrize("with_key", [False, True])
def test_no_request_makes_the_server_fail(
    live_server: LiveServer,
    certificate: Certificate,
    employer_organization: Organization,
    clerk: User,
    *,
    with_key: bool,
) -> None:
    key = issue_key(employer_organization, clerk, now=timezone.now() - timedelta(days=1))
    schema = schemathesis.openapi.from_url(f"{live_server.url}/api/v1/openapi.json")
    headers = bearing(key) if with_key else {}
    seen: set[int] = set()
    operations = []
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operations.append(result.ok())

    for operation in operations:

        @_EXAMPLES
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            answer = case.call(headers=headers)
            seen.add(answer.status_code)
            case.validate_response(answer, checks=_CHECKS)

        ask()

    assert len(operations) == 6
    assert {200, 404 if with_key else 401} <= seen
