"""A wrong name and an unknown number take the same time: nobody learns from the clock which numbers exist.

Measured as processor time of this thread, by turns, many times over. The middle of the differences within pairs is hardly moved by what
else the machine does; and a difference of the size that is looked for is put in once, to see that it would be seen.
"""

from collections.abc import Callable
from itertools import count
from statistics import median
from time import thread_time

import pytest
from django.core.cache import cache
from django.test import Client

from certification.certificates.models import Certificate
from certification.certificates.numbers import format_number
from certification.verification import limits
from certification.verification.queries import find_by_number_and_name

_LOOK_UPS, _PAGES = 150, 60
# Of the whole. One statement more would be a third of it; a stranger hears the answer through a network that adds more than this.
_BOUND = 0.06
_INJECTED = 0.18
# A difference that is there is there each time; one that the machine makes is not.
_MEASUREMENTS = 4

Deed = Callable[[], object]


def differ(one: Deed, other: Deed, *, pairs: int) -> bool:
    return all(abs(relative_difference(one, other, pairs=pairs)) >= _BOUND for _each in range(_MEASUREMENTS))


def relative_difference(one: Deed, other: Deed, *, pairs: int) -> float:
    """The middle difference within pairs, as a part of the middle time. Which of a pair comes first changes each time."""
    one(), other()
    differences, times = [], []
    for turn in range(pairs):
        first, second = (_time(one), _time(other)) if turn % 2 else reversed((_time(other), _time(one)))
        differences.append(first - second)
        times.append(first)
    return median(differences) / median(times)


def _time(deed: Deed) -> float:
    start = thread_time()
    deed()
    return thread_time() - start


def _slower(deed: Deed) -> Deed:
    """As by a sixth: what an answer that goes another way costs at the least."""
    deed()
    usual = median(_time(deed) for _each in range(40))

    def do() -> None:
        deed()
        end = thread_time() + usual * _INJECTED
        while thread_time() < end:
            pass

    return do


def numbers() -> Callable[[], str]:
    """Ever other numbers that are not in the register."""
    serials = count(5000)
    return lambda: format_number(kind="A", year=2025, domain="PAT", level="L2", serial=next(serials))


def test_the_look_up_takes_equal_times(certificate: Certificate) -> None:
    unknown = numbers()

    def unknown_number() -> None:
        assert find_by_number_and_name(number=unknown(), name="林虚光") is None

    def wrong_name() -> None:
        unknown()
        assert find_by_number_and_name(number=certificate.number, name="别的人") is None

    assert not differ(unknown_number, wrong_name, pairs=_LOOK_UPS)
    assert differ(_slower(unknown_number), wrong_name, pairs=_LOOK_UPS)


def test_the_page_takes_equal_times(client: Client, certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certification.verification.views.verify.look_up_certificate", _without_limits)
    unknown = numbers()

    def ask(number: str, name: str) -> None:
        assert client.post("/verify/", {"number": number, "name": name}).status_code == 404

    def unknown_number() -> None:
        ask(unknown(), "别的人")

    def wrong_name() -> None:
        unknown()
        ask(certificate.number, "别的人")

    assert not differ(unknown_number, wrong_name, pairs=_PAGES)


def _without_limits(*, number: str, name: str, **_others: object) -> Certificate | None:
    """The limits would end the test; they count both alike, which the next test holds."""
    return find_by_number_and_name(number=number, name=name)


def test_both_count_alike(client: Client, certificate: Certificate) -> None:
    """What a look-up leaves in the cache, and how often."""
    left = []
    for number in (numbers()(), certificate.number):
        cache.clear()
        for _time in range(3):
            assert client.post("/verify/", {"number": number, "name": "别的人"}).status_code == 404
        left.append([limits.failures_of(limit, subject) for limit, subject in _subjects(number)])

    assert left == [[3, 3], [3, 3]]


def _subjects(number: str) -> list[tuple[limits.Limit, str]]:
    return [(limits.PER_ADDRESS, "127.0.0.1"), (limits.PER_NUMBER, number)]
