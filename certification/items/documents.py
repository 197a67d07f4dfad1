"""The bank as a file: JSON that ``import_items`` reads again, or rows of a sheet for people."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.items.models import ItemRevision
from certification.items.rows import ItemRow

SPREADSHEET_HEADINGS = {
    "code": _("Code"),
    "number": _("Revision"),
    "state": _("State"),
    "element": _("Element"),
    "level": _("Level"),
    "cognitive_level": _("Cognitive level"),
    "type": _("Type"),
    "stem": _("Stem"),
    "options": _("Options"),
    "answer": pgettext_lazy("of an item", "Key"),
    "rubric": _("Rubric"),
    "max_points": _("Points of a case"),
    "rationale": _("Rationale"),
    "reference": _("Legal reference"),
    "effective_from": _("In force from"),
    "effective_until": _("In force until"),
    "author": _("Written by"),
    "note": _("Note"),
}


def rows_of(revisions: Iterable[ItemRevision]) -> list[dict[str, object]]:
    """Needs ``item`` and ``element`` selected."""
    return [_row_of(revision) for revision in revisions]


def _row_of(revision: ItemRevision) -> dict[str, object]:
    row = ItemRow(revision.item.code, revision.content).values()
    return row | {"domain": revision.element.domain_id, "status": revision.state}


def spreadsheet_row(revision: ItemRevision) -> dict[str, object]:
    """Keyed as ``SPREADSHEET_HEADINGS``; needs ``item`` and ``author`` selected."""
    return {
        "code": revision.item.code,
        "number": revision.number,
        "state": revision.get_state_display(),
        "element": revision.element_id,
        "level": revision.level,
        "cognitive_level": revision.get_cognitive_level_display(),
        "type": revision.get_type_display(),
        "stem": revision.stem,
        "options": "\n".join(f"{option['key']}. {option['text']}" for option in revision.options),
        "answer": "".join(revision.answer),
        "rubric": "\n".join(f"{row['criterion']} | {row['points']}" for row in revision.rubric),
        "max_points": revision.max_points,
        "rationale": revision.rationale,
        "reference": revision.reference,
        "effective_from": revision.effective_from,
        "effective_until": revision.effective_until,
        "author": str(revision.author),
        "note": revision.note,
    }
