from datetime import datetime

import pytest
from django.test import Client

from certification.employers.models import EmployerMember
from lms.accounts.models import Organization, User
from tests.cast import make_user
from tests.certification.certificates.conftest import certificate, registrar_client, signing_keys, template
from tests.certification.employers.cast import make_member
from tests.conftest import signed_in

__all__ = ["certificate", "registrar_client", "signing_keys", "template"]


@pytest.fixture
def clerk(db: None) -> User:
    """Hires people, and is approved to check their certificates."""
    return make_user("clerk@example.com", "人事专员")


@pytest.fixture
def member(clerk: User, registrar: User) -> EmployerMember:
    return make_member(clerk, registrar)


@pytest.fixture
def hiring(member: EmployerMember) -> Organization:
    assert member.organization is not None
    return member.organization


@pytest.fixture
def clerk_client(member: EmployerMember) -> Client:
    return signed_in(member.user)


@pytest.fixture
def stranger_client(registrar: User) -> Client:
    """Approved too, for another organization."""
    other = make_member(make_user("other@example.com", "别家人事"), registrar, code="91120000MADEMX0009", name="另一家")
    return signed_in(other.user)


@pytest.fixture
def later(now: datetime, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Views read the clock; here it stands still, an hour after the certificates were issued."""
    moment = now.replace(hour=now.hour + 1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    return moment
