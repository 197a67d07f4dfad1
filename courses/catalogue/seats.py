"""How many seats of a run are taken is enrollment's to know; it registers its counter here when the site starts."""

from collections.abc import Callable, Collection, Mapping

SeatCounter = Callable[[Collection[int]], Mapping[int, int]]

_counters: list[SeatCounter] = []


def register_counter(counter: SeatCounter) -> None:
    """``counter`` takes ids of runs and gives the seats taken of each; an absent run has none taken."""
    _counters[:] = [counter]


def count_taken(run_ids: Collection[int]) -> Mapping[int, int]:
    return _counters[0](run_ids) if _counters and run_ids else {}
