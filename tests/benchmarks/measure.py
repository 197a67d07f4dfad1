"""Measuring two things against each other: by turns, so that what else the machine does weighs on both alike."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from json import dumps
from statistics import median
from time import perf_counter

Deed = Callable[[], object]


@dataclass(frozen=True)
class Measurement:
    """``value`` and ``floor`` are times a second; ``ratio`` is the middle one of the rounds' ratios. More is better."""

    name: str
    ratio: float
    value: float
    floor: float
    unit: str
    runs: int

    def as_line(self) -> str:
        return dumps(asdict(self), ensure_ascii=False)


def compare(*, name: str, deed: Deed, floor: Deed, unit: str, seconds: float, rounds: int = 5) -> Measurement:
    """Spends about ``seconds`` in ``rounds`` of both; each runs once before, unmeasured."""
    deed()
    floor()
    share = seconds / rounds / 2
    pairs = [(_rate(deed, share), _rate(floor, share)) for _ in range(rounds)]
    return Measurement(
        name=name,
        ratio=round(median(value / bare for value, bare in pairs), 3),
        value=round(median(value for value, _ in pairs), 1),
        floor=round(median(bare for _, bare in pairs), 1),
        unit=unit,
        runs=rounds,
    )


def _rate(deed: Deed, seconds: float) -> float:
    times, start = 0, perf_counter()
    while (spent := perf_counter() - start) < seconds or times == 0:
        deed()
        times += 1
    return times / spent
