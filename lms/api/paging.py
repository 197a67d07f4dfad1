"""Long lists in pages."""

from typing import Any

from django.db.models import QuerySet
from ninja import Field, Schema

_MOST = 100


class PageQuery(Schema):
    limit: int = Field(20, ge=1, le=_MOST)
    # Beyond that nobody pages; a database takes no longer number.
    offset: int = Field(0, ge=0, le=1_000_000)


def cut_page(rows: QuerySet[Any, Any], query: PageQuery) -> tuple[list[Any], int, int | None]:
    """The rows of the page, how many there are in all, and the offset of the next page, if there is one."""
    count = rows.count()
    end = query.offset + query.limit
    return list(rows[query.offset : end]), count, end if end < count else None
