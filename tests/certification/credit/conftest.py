import pytest

from certification.credit.models import CreditProfile, CreditRecord, CreditRuleSet
from lms.accounts.enums import Role
from lms.accounts.models import Practitioner, User
from tests.cast import make_user
from tests.certification.credit.cast import ensure_rule_set, open_old_profile, propose


@pytest.fixture(autouse=True)
def rule_set(request: pytest.FixtureRequest) -> CreditRuleSet | None:
    """For tests that have a database at all."""
    return ensure_rule_set() if request.node.get_closest_marker("django_db") else None


@pytest.fixture
def profile(practitioner: Practitioner) -> CreditProfile:
    """A year old, consent given."""
    return open_old_profile(practitioner)


@pytest.fixture
def first_decider(roles: None) -> User:
    return make_user("decider1@example.com", "决定人甲", role=Role.CREDIT_OFFICER)


@pytest.fixture
def second_decider(roles: None) -> User:
    return make_user("decider2@example.com", "决定人乙", role=Role.CREDIT_OFFICER)


@pytest.fixture
def third_decider(roles: None) -> User:
    return make_user("decider3@example.com", "决定人丙", role=Role.CREDIT_OFFICER)


@pytest.fixture
def deciders(first_decider: User, second_decider: User) -> list[User]:
    return [first_decider, second_decider]


@pytest.fixture
def draft(profile: CreditProfile, credit_officer: User) -> CreditRecord:
    """D05, −15, ordinary."""
    return propose(profile, credit_officer)
