from datetime import date

import pytest

from certification.items.enums import RevisionState
from certification.items.models import ItemRevision
from certification.items.queries import approved_on, not_in_force_on
from lms.accounts.models import Practitioner, User
from tests.certification.items.builders import make_revision

UNTIL = date(2025, 12, 31)


@pytest.fixture
def ending(item_writer: User) -> ItemRevision:
    return make_revision("PAT-L1-900", item_writer, effective_from=date(2024, 1, 20), effective_until=UNTIL)


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        (date(2024, 1, 19), False),
        (date(2024, 1, 20), True),
        (UNTIL, True),
        (date(2026, 1, 1), False),
    ],
)
def test_reference_is_in_force_from_its_first_to_its_last_day(day: date, in_force: bool, ending: ItemRevision) -> None:
    assert list(approved_on(day)) == ([ending] if in_force else [])
    assert list(not_in_force_on(day)) == ([] if in_force else [ending])


def test_open_ended_reference_stays_in_force(item_writer: User) -> None:
    revision = make_revision("PAT-L1-900", item_writer)

    assert list(approved_on(date(2050, 1, 1))) == [revision]
    assert list(not_in_force_on(date(2050, 1, 1))) == []


@pytest.mark.parametrize("state", [RevisionState.DRAFT, RevisionState.IN_REVIEW, RevisionState.RETIRED])
def test_only_approved_revisions_are_used_or_flagged(state: RevisionState, item_writer: User) -> None:
    make_revision("PAT-L1-900", item_writer, state=state, effective_until=UNTIL)

    assert not approved_on(UNTIL).exists()
    assert not not_in_force_on(date(2026, 1, 1)).exists()


@pytest.mark.parametrize(
    ("person", "reads"),
    [
        ("item_writer", True),
        ("item_reviewer", True),
        ("examiner", True),
        ("auditor", True),
        ("course_manager", False),
        ("marker", False),
        ("registrar", False),
        ("credit_officer", False),
    ],
)
def test_items_are_visible_to_their_people_only(
    person: str, reads: bool, ending: ItemRevision, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(person)

    assert ItemRevision.objects.visible_to(user).exists() is reads


def test_items_are_not_visible_to_practitioners(ending: ItemRevision, outsider: Practitioner) -> None:
    assert not ItemRevision.objects.visible_to(outsider.user).exists()
