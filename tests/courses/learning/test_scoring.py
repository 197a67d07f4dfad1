import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.scoring import SessionFact, is_complete, weigh_criteria

facts = st.lists(
    st.builds(
        lambda minutes, recorded, present: SessionFact(minutes, recorded, minutes if recorded and present else 0),
        st.integers(1, 480),
        st.booleans(),
        st.booleans(),
    ),
    max_size=12,
)


def facts_of(*attended: int | None) -> list[SessionFact]:
    """Sessions of 100 minutes; ``None`` is one without a record."""
    return [SessionFact(100, minutes is not None, minutes or 0) for minutes in attended]


@pytest.mark.parametrize(
    ("attended", "required", "needed", "reached", "complete"),
    [
        ((100, 100, 100, 100, 0), 80, 400, 400, True),
        ((100, 100, 100, 0, 0), 80, 400, 300, False),
        ((100, 100, 100, 100, None), 80, 400, 400, False),
        ((100, 0, 0), 33, 99, 100, True),
        ((100, 0, 0), 34, 102, 100, False),
        ((0,), 0, 1, 0, False),
        ((), 80, 1, 0, False),
    ],
)
def test_criteria_say_what_is_needed_and_reached(
    attended: tuple[int | None, ...], required: int, needed: int, reached: int, complete: bool
) -> None:
    criteria = weigh_criteria(facts_of(*attended), required_percent=required)

    assert (criteria[0].needed, criteria[0].reached, is_complete(criteria)) == (needed, reached, complete)


@given(facts, st.integers(0, 100))
def test_nothing_attended_is_never_complete(sessions: list[SessionFact], required: int) -> None:
    absent = [SessionFact(each.minutes, each.is_recorded, 0) for each in sessions]

    assert not is_complete(weigh_criteria(absent, required_percent=required))


@given(facts, st.integers(0, 99))
def test_a_lower_requirement_never_hurts(sessions: list[SessionFact], required: int) -> None:
    strict = is_complete(weigh_criteria(sessions, required_percent=required + 1))
    mild = is_complete(weigh_criteria(sessions, required_percent=required))

    assert mild or not strict
