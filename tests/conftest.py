"""The cast. Tests that need more of an area's things find them in that area's conftest."""

from collections.abc import Generator, Iterator
from contextlib import ExitStack
from datetime import datetime

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from certification.certificates.log.guards import LOG
from lms.accounts.enums import Role
from lms.accounts.models import Organization, Practitioner, User
from lms.accounts.roles import sync_roles
from lms.audit.guards import TRAIL
from tests.cast import NOW, make_practitioner, make_user
from tests.services import migrated
from tests.services.cache import cache_folder, one_at_a_time
from tests.services.migrated import Copy, keep, kept_copy
from tests.services.migrated_rows import put_back_instead_of_flush
from tests.services.process import PATIENCE_SECONDS

pytest_plugins = ["tests.services.plugin"]

# What hypothesis does anyway where CI is set: how fast a machine is at the moment is no property of the code.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Django need make no permissions anew behind a test with real transactions: `migrated_rows` puts back what the migrations had made."""
    for item in items:
        if _has_real_transactions(item):
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)


def _has_real_transactions(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures or (marker and marker.kwargs.get("transaction")))


@pytest.fixture(scope="session")
def way_to_copy(django_db_modify_db_settings: None) -> Copy | None:
    return migrated.way_to_copy()


@pytest.fixture(scope="session")
def turn_to_migrate() -> Iterator[ExitStack]:
    """Of several processes one migrates, and the others wait for its copy."""
    with ExitStack() as turn:
        yield turn


@pytest.fixture(scope="session")
def django_db_keepdb(way_to_copy: Copy | None, turn_to_migrate: ExitStack) -> bool:
    """Django keeps, and need not migrate, a database that was copied into place."""
    if way_to_copy is None:
        return False
    turn_to_migrate.enter_context(one_at_a_time(cache_folder()))
    kept = kept_copy(way_to_copy.kind)
    if not kept.exists():
        return False
    turn_to_migrate.close()
    way_to_copy.restore(kept)
    return True


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_keepdb: bool,
    way_to_copy: Copy | None,
    turn_to_migrate: ExitStack,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    if way_to_copy is not None and not django_db_keepdb:
        keep(way_to_copy, kept_copy(way_to_copy.kind))
        turn_to_migrate.close()
    # A test with real transactions empties every table behind it, which the guards of the trail and of the log refuse.
    with django_db_blocker.unblock():
        TRAIL.remove(connection)
        LOG.remove(connection)
        put_back_instead_of_flush()


@pytest.fixture(scope="session", autouse=True)
def patient_programs() -> Iterator[None]:
    """Where somebody waits for the answer, a file is read soon or given up, and so is an authority asked for the time; tests can wait."""
    with pytest.MonkeyPatch.context() as patience:
        patience.setattr("certification.verification.pdf_checks._PATIENCE", PATIENCE_SECONDS)
        patience.setattr("certification.certificates.signing.timestamps._PATIENCE", PATIENCE_SECONDS)
        yield


@pytest.fixture(autouse=True)
def language_of_settings() -> Generator[None]:
    """A request leaves the language of its reader active in its thread; the next test begins without."""
    yield
    translation.deactivate()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def roles(db: None) -> None:
    """The groups that a migration makes; made again here, for a test with real transactions empties the tables."""
    if not Group.objects.exists():
        sync_roles(apps)


@pytest.fixture
def employer_organization(db: None) -> Organization:
    return Organization.objects.create(name="天津海河虚构知识产权代理有限公司", credit_code="91120000MADEMO0001")


@pytest.fixture
def practitioner(employer_organization: Organization) -> Practitioner:
    return make_practitioner("lin.xuguang@example.com", "林虚光", employer=employer_organization)


@pytest.fixture
def colleague(employer_organization: Organization) -> Practitioner:
    return make_practitioner("he.nixiang@example.com", "何拟想", last4="4321", employer=employer_organization)


@pytest.fixture
def outsider(db: None) -> Practitioner:
    """A practitioner like any other, who has nothing to do with the matter at hand."""
    return make_practitioner("wai.ren@example.com", "魏外人", last4="9999")


@pytest.fixture
def course_manager(roles: None) -> User:
    return make_user("courses@example.com", "课程管理员", role=Role.COURSE_MANAGER)


@pytest.fixture
def item_writer(roles: None) -> User:
    return make_user("writer@example.com", "命题员", role=Role.ITEM_WRITER)


@pytest.fixture
def item_reviewer(roles: None) -> User:
    return make_user("reviewer@example.com", "审题员", role=Role.ITEM_REVIEWER)


@pytest.fixture
def examiner(roles: None) -> User:
    return make_user("examiner@example.com", "考务员", role=Role.EXAM_OFFICER)


@pytest.fixture
def marker(roles: None) -> User:
    return make_user("marker@example.com", "阅卷员甲", role=Role.MARKER)


@pytest.fixture
def second_marker(roles: None) -> User:
    return make_user("marker2@example.com", "阅卷员乙", role=Role.MARKER)


@pytest.fixture
def registrar(roles: None) -> User:
    return make_user("registrar@example.com", "证书登记员", role=Role.REGISTRAR)


@pytest.fixture
def credit_officer(roles: None) -> User:
    return make_user("credit@example.com", "信用专员", role=Role.CREDIT_OFFICER)


@pytest.fixture
def auditor(roles: None) -> User:
    return make_user("auditor@example.com", "审计员", role=Role.AUDITOR)


@pytest.fixture
def practitioner_client(practitioner: Practitioner) -> Client:
    return signed_in(practitioner.user)


@pytest.fixture
def outsider_client(outsider: Practitioner) -> Client:
    return signed_in(outsider.user)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
