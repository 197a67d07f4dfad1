"""The paper as a candidate sees it: no key, no rationale, no rubric is ever read here."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from string import ascii_uppercase

from certification.items.enums import ItemType
from certification.papers.models import PaperItem
from certification.sittings.models import Answer, Attempt
from certification.sittings.values import Value, is_answered


@dataclass(frozen=True)
class Option:
    """``key`` is what is stored; ``letter`` what this paper's order prints before it (none for true and false)."""

    key: str
    letter: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class SheetItem:
    position: int
    type: str
    type_label: str
    stem: str
    points: str
    options: list[Option]
    text: str
    sequence: int
    is_answered: bool


@dataclass(frozen=True)
class Sheet:
    items: list[SheetItem]
    saved_at: datetime | None = field(default=None)

    @property
    def sections(self) -> Iterator[tuple[str, list[SheetItem]]]:
        for label, items in groupby(self.items, key=lambda item: item.type_label):
            yield label, list(items)

    @property
    def unanswered(self) -> list[SheetItem]:
        return [item for item in self.items if not item.is_answered]


def sheet_of(attempt: Attempt) -> Sheet:
    answers = {answer.position: answer for answer in Answer.objects.counting().filter(attempt=attempt)}
    rows = (
        PaperItem.objects.filter(paper__sittings__registrations__attempts=attempt)
        .order_by("position")
        .values("position", "points", "option_order", "revision__type", "revision__stem", "revision__options")
    )
    items = [
        _item(
            position=row["position"],
            points=f"{row['points'].normalize():f}",
            order=row["option_order"],
            item_type=row["revision__type"],
            stem=row["revision__stem"],
            options={option["key"]: option["text"] for option in row["revision__options"]},
            answer=answers.get(row["position"]),
        )
        for row in rows
    ]
    return Sheet(items, saved_at=max((answer.received_at for answer in answers.values()), default=None))


def position_types(*, attempt_id: uuid.UUID, practitioner_id: int) -> dict[int, tuple[str, tuple[str, ...]]]:
    """Of each position of the candidate's own paper the item's type and its keys; empty for anyone else's attempt."""
    rows = PaperItem.objects.filter(
        paper__sittings__registrations__attempts=attempt_id,
        paper__sittings__registrations__practitioner=practitioner_id,
    ).values_list("position", "revision__type", "revision__options")
    return {position: (kind, tuple(option["key"] for option in options)) for position, kind, options in rows}


def _item(
    *,
    position: int,
    points: str,
    order: list[str],
    item_type: str,
    stem: str,
    options: dict[str, str],
    answer: Answer | None,
) -> SheetItem:
    value: Value = answer.value if answer else {}
    chosen = value.get("choices", [])
    has_letters = item_type != ItemType.BOOLEAN
    return SheetItem(
        position=position,
        type=item_type,
        type_label=str(ItemType(item_type).label),
        stem=stem,
        points=points,
        options=[
            Option(key, ascii_uppercase[place] if has_letters else "", options[key], key in chosen)
            for place, key in enumerate(order or options)
        ],
        text=value.get("text", ""),
        sequence=answer.sequence if answer else 0,
        is_answered=is_answered(value),
    )
