from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certification.certificates.enums import EventType, Status
from certification.certificates.status import last_valid_day, status_at

# A machine that does much else is slow, which is no failure.
AT_ITS_OWN_PACE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
START = datetime(2025, 6, 2, 2, 0, tzinfo=UTC)
UNTIL = date(2028, 6, 2)


@dataclass(frozen=True)
class Happened:
    type: str
    at: datetime


def after(days: int, type_: EventType) -> Happened:
    return Happened(type_, START + timedelta(days=days))


ISSUED = after(0, EventType.ISSUED)


def status(*events: Happened, day: int = 100, until: date | None = UNTIL) -> Status | None:
    return status_at(events, valid_until=until, moment=START + timedelta(days=day))


def test_nothing_is_known_before_the_issue() -> None:
    assert status(ISSUED, day=-1) is None
    assert status() is None


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((), Status.VALID),
        ((after(10, EventType.SUSPENDED),), Status.SUSPENDED),
        ((after(10, EventType.SUSPENDED), after(20, EventType.REINSTATED)), Status.VALID),
        (
            (after(10, EventType.SUSPENDED), after(20, EventType.REINSTATED), after(30, EventType.SUSPENDED)),
            Status.SUSPENDED,
        ),
        ((after(10, EventType.REVOKED),), Status.REVOKED),
        ((after(5, EventType.SUSPENDED), after(10, EventType.REVOKED)), Status.REVOKED),
        ((after(10, EventType.CANCELLED),), Status.CANCELLED),
        ((after(10, EventType.REISSUED),), Status.REPLACED),
        ((after(10, EventType.EXPIRED),), Status.EXPIRED),
        ((after(200, EventType.REVOKED),), Status.VALID),
    ],
)
def test_status_follows_the_events_up_to_the_moment(events: tuple[Happened, ...], expected: Status) -> None:
    assert status(ISSUED, *events) == expected


def test_the_last_day_counts_until_midnight_in_tianjin() -> None:
    last_second = datetime(2028, 6, 2, 15, 59, 59, tzinfo=UTC)

    assert status_at([ISSUED], valid_until=UNTIL, moment=last_second) == Status.VALID
    assert status_at([ISSUED], valid_until=UNTIL, moment=last_second + timedelta(seconds=1)) == Status.EXPIRED


def test_without_a_last_day_it_never_expires() -> None:
    assert status(ISSUED, day=20_000, until=None) == Status.VALID


def test_a_revoked_certificate_stays_revoked_past_its_last_day() -> None:
    assert status(ISSUED, after(10, EventType.REVOKED), day=3000) == Status.REVOKED


def test_a_suspended_certificate_expires() -> None:
    assert status(ISSUED, after(10, EventType.SUSPENDED), day=3000) == Status.EXPIRED


def test_last_valid_day_is_the_same_date_years_later() -> None:
    assert last_valid_day(START, years=3) == UNTIL
    # 16:30 UTC is the next day already in Tianjin.
    assert last_valid_day(datetime(2025, 6, 1, 16, 30, tzinfo=UTC), years=3) == UNTIL
    assert last_valid_day(datetime(2024, 2, 29, 2, 0, tzinfo=UTC), years=3) == date(2027, 2, 28)


@AT_ITS_OWN_PACE
@given(
    st.lists(
        st.tuples(st.sampled_from([e for e in EventType if e != EventType.ISSUED]), st.integers(0, 2000)), max_size=6
    ),
    st.integers(0, 3000),
)
def test_what_ended_a_certificate_never_comes_undone(rest: list[tuple[EventType, int]], day: int) -> None:
    events = [ISSUED, *(after(at, type_) for type_, at in rest)]
    ends = {Status.REVOKED, Status.CANCELLED, Status.REPLACED}

    now = status(*events, day=day)

    assert now is not None
    if now in ends:
        assert status(*events, day=day + 500) in ends
