"""When work that failed is tried again."""

from datetime import timedelta

_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)


def pause_after(failures: int) -> timedelta:
    """Half a minute after the first failure, twice as long after each further one, an hour at most."""
    pause: timedelta = _FIRST_PAUSE * 2 ** min(failures - 1, 10)
    return min(pause, _LONGEST_PAUSE)
