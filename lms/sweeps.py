"""What waits in rows is worked through row by row: one that fails keeps no other, and the next sweep comes to it again."""

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

logger = logging.getLogger(__name__)

Row = TypeVar("Row")
Done = TypeVar("Done")


def each_by_itself(rows: Iterable[Row], work: Callable[[Row], Done], *, failure: str) -> Iterator[Done]:
    """Yields what ``work``, which begins its own transaction, gives for each row.

    ``failure`` is what the log says of a row that fails, with ``%s`` for its key.
    """
    for row in rows:
        try:
            done = work(row)
        except Exception:
            logger.exception(failure, getattr(row, "pk", row))
        else:
            yield done
