"""Items as tests want them: a whole and valid one, of which a test names what matters to it."""

from datetime import date, datetime
from typing import Any

from certification.items.content import BOOLEAN_KEYS, ItemContent
from certification.items.enums import ItemType, RevisionState
from certification.items.models import Item, ItemRevision
from lms.accounts.models import User
from tests.cast import NOW

IN_FORCE_SINCE = date(2021, 6, 1)


def make_row(**changes: Any) -> dict[str, Any]:
    """A row of an import file; a value of None takes the field away."""
    row: dict[str, Any] = {
        "code": "PAT-L1-900",
        "domain": "PAT",
        "element": "PAT.01",
        "level": "L1",
        "cognitive_level": "remember",
        "type": "single",
        "stem": "授予专利权的发明应当具备哪一组条件？",
        "options": [
            {"key": "A", "text": "新颖性、创造性和实用性"},
            {"key": "B", "text": "新颖性、美观性和实用性"},
            {"key": "C", "text": "显著性和新颖性"},
            {"key": "D", "text": "独创性和固定性"},
        ],
        "answer": ["A"],
        "rationale": "发明和实用新型应当具备新颖性、创造性和实用性。",
        "reference": "《专利法》（2020年修正）第二十二条第一款",
        "effective_from": "2021-06-01",
    }
    return {name: value for name, value in (row | changes).items() if value is not None}


def make_content(type: str = ItemType.SINGLE, **changes: Any) -> ItemContent:  # noqa: A002 - the field's name
    row = make_row()
    values: dict[str, Any] = {
        "element": "PAT.01",
        "level": "L1",
        "cognitive_level": "remember",
        "type": type,
        "stem": row["stem"],
        "rationale": row["rationale"],
        "reference": row["reference"],
        "effective_from": IN_FORCE_SINCE,
    }
    if type in {ItemType.SINGLE, ItemType.MULTIPLE}:
        values |= {"options": tuple(row["options"]), "answer": ("A",) if type == ItemType.SINGLE else ("A", "C")}
    elif type == ItemType.BOOLEAN:
        texts = dict(zip(BOOLEAN_KEYS, ("正确", "错误"), strict=True))
        values |= {"options": tuple({"key": key, "text": text} for key, text in texts.items()), "answer": ("T",)}
    else:
        rubric = ({"criterion": "指出新颖性问题并说明法条", "points": 12}, {"criterion": "提出答复策略", "points": 8})
        values |= {"rubric": rubric, "max_points": 20}
    return ItemContent(**(values | changes))


def make_revision(
    code: str,
    author: User,
    *,
    state: RevisionState = RevisionState.APPROVED,
    number: int = 1,
    now: datetime = NOW,
    **changes: Any,
) -> ItemRevision:
    item, _created = Item.objects.get_or_create(code=code, defaults={"created_at": now})
    values = make_content(**changes).values()
    values["element_id"] = values.pop("element")
    return ItemRevision.objects.create(item=item, number=number, state=state, author=author, created_at=now, **values)
