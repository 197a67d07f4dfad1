"""The bank as a file that ``import_items`` reads again."""

from collections.abc import Iterable

from certification.items.models import ItemRevision


def rows_of(revisions: Iterable[ItemRevision]) -> list[dict[str, object]]:
    """Needs ``item`` and ``element`` selected."""
    return [_row_of(revision) for revision in revisions]


def _row_of(revision: ItemRevision) -> dict[str, object]:
    row: dict[str, object] = {"code": revision.item.code, "domain": revision.element.domain_id}
    for name, value in revision.content.values().items():
        if value in (None, "") or (name == "rubric" and not value):
            continue
        row[name] = value.isoformat() if name.startswith("effective") else value  # type: ignore[attr-defined]  # dates
    return row | {"status": revision.state}
