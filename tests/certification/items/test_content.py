from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from certification.items.content import problems_of
from certification.items.enums import ItemType
from tests.certification.items.builders import make_content

OPTIONS = make_content().options


@pytest.mark.parametrize("item_type", ItemType.values)
def test_whole_item_of_each_type_has_no_problems(item_type: str) -> None:
    assert problems_of(make_content(item_type)) == []


@pytest.mark.parametrize(
    ("item_type", "changes", "problem"),
    [
        ("single", {"options": OPTIONS[:2]}, ("options", "needs at least three options")),
        ("single", {"options": (*OPTIONS, {"key": "A", "text": "别的"})}, ("options", "uses a key twice")),
        ("single", {"options": (*OPTIONS, {**OPTIONS[0], "key": "E"})}, ("options", "says the same in two options")),
        ("single", {"answer": ()}, ("answer", "needs exactly one right option")),
        ("single", {"answer": ("A", "B")}, ("answer", "needs exactly one right option")),
        ("single", {"answer": ("E",)}, ("answer", "names an option that does not exist")),
        ("multiple", {"answer": ("A",)}, ("answer", "needs at least two right options")),
        ("multiple", {"answer": ("A", "A")}, ("answer", "names an option twice")),
        ("boolean", {"options": OPTIONS[:2], "answer": ("A",)}, ("options", "has the keys T and F, once each")),
        ("boolean", {"answer": ("T", "F")}, ("answer", "needs exactly one right option")),
        ("essay", {"options": OPTIONS}, ("options", "stays empty: a case is answered in writing")),
        ("essay", {"answer": ("A",)}, ("answer", "stays empty: a case is marked by its rubric")),
        ("essay", {"rubric": ()}, ("rubric", "is missing: say what earns how many points")),
        ("essay", {"max_points": None}, ("max_points", "is missing: a case has points of its own")),
        ("essay", {"max_points": 19}, ("rubric", "does not add up to the points of the case")),
        (
            "essay",
            {"rubric": ({"criterion": "一", "points": 20}, {"criterion": "二", "points": 0})},
            ("rubric", "gives a criterion no points"),
        ),
        (
            "single",
            {"rubric": ({"criterion": "一", "points": 2},)},
            ("rubric", "stays empty: only a case has a rubric"),
        ),
        (
            "boolean",
            {"max_points": 2},
            ("max_points", "stays empty: a paper's blueprint says what an item is worth"),
        ),
        (
            "single",
            {"effective_until": date(2021, 6, 1)},
            ("effective_until", "is not after the day from which the reference is in force"),
        ),
    ],
)
def test_problem_names_its_field(item_type: str, changes: dict[str, Any], problem: tuple[str, str]) -> None:
    found = problems_of(replace(make_content(item_type), **changes))

    assert problem in [(field, str(message)) for field, message in found]


def test_digest_follows_the_text_but_not_the_note() -> None:
    content = make_content()

    assert replace(content, note="核对过法条").digest() == content.digest()
    assert replace(content, stem=f"{content.stem}（单选）").digest() != content.digest()
    assert replace(content, answer=("B",)).digest() != content.digest()
