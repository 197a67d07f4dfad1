"""The integer program against brute force: what it chooses keeps the blueprint, what it refuses cannot be had."""

from collections import Counter
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certification.papers.assembly import Candidate, Cell, Choice, Section, Shortage, arrange, choose_items

ELEMENTS = {"A": frozenset({"GEN.01", "GEN.02"}), "B": frozenset({"GEN.03"})}
LEVELS = ("remember", "apply")
TYPES = ("single", "multiple", "boolean")
CASE_POINTS = Decimal(20)


@st.composite
def blueprints(draw: st.DrawFn) -> tuple[list[Cell], list[Section]]:
    """Cells that sum up to what the objective sections sum up to, as an import makes sure."""
    places = draw(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(LEVELS)), min_size=1, max_size=5))
    types = draw(st.lists(st.sampled_from(TYPES), min_size=len(places), max_size=len(places)))
    cells = [Cell(area, ELEMENTS[area], level, count) for (area, level), count in Counter(places).items()]
    sections = [Section(item_type, count, Decimal(2)) for item_type, count in Counter(types).items()]
    if draw(st.booleans()):
        sections.append(Section("essay", 1, CASE_POINTS))
    return cells, sections


@st.composite
def banks(draw: st.DrawFn) -> list[Candidate]:
    elements = st.sampled_from(["GEN.01", "GEN.02", "GEN.03", "GEN.04"])
    kinds = draw(st.lists(st.tuples(elements, st.sampled_from(LEVELS), st.sampled_from(TYPES)), max_size=9))
    bank = [Candidate(pk, element, level, item_type) for pk, (element, level, item_type) in enumerate(kinds, start=1)]
    cases = draw(st.lists(st.sampled_from([CASE_POINTS, Decimal(10)]), max_size=2))
    return bank + [Candidate(100 + i, "GEN.01", "apply", "essay", points) for i, points in enumerate(cases)]


def _fits(chosen: list[Candidate], cells: list[Cell], sections: list[Section]) -> bool:
    """Nothing above a cell's or a section's count, and nothing that no cell asks for."""
    places: Counter[tuple[str, str]] = Counter()
    types: Counter[str] = Counter()
    for candidate in chosen:
        types[candidate.type] += 1
        if candidate.type == "essay":
            if candidate.points != CASE_POINTS:
                return False
            continue
        area = next((area for area, elements in ELEMENTS.items() if candidate.element in elements), "none")
        places[area, candidate.cognitive_level] += 1
    wanted = {(cell.area, cell.cognitive_level): cell.count for cell in cells}
    counts = {section.type: section.count for section in sections}
    return all(number <= wanted.get(place, 0) for place, number in places.items()) and all(
        number <= counts.get(item_type, 0) for item_type, number in types.items()
    )


def _most_that_fit(bank: list[Candidate], cells: list[Cell], sections: list[Section]) -> int:
    """Every subset tried, largest first."""
    return next(
        size
        for size in range(len(bank), -1, -1)
        if any(_fits(list(subset), cells, sections) for subset in combinations(bank, size))
    )


@settings(max_examples=150, deadline=None)
@given(blueprint=blueprints(), bank=banks(), seed=st.integers(0, 2**63 - 1))
def test_choice_keeps_the_blueprint_or_the_refusal_is_true(
    blueprint: tuple[list[Cell], list[Section]], bank: list[Candidate], seed: int
) -> None:
    cells, sections = blueprint
    choice = choose_items(candidates=bank, cells=cells, sections=sections, seed=seed)

    chosen = [candidate for candidate in bank if candidate.id in choice.ids]
    wanted = sum(section.count for section in sections)
    missing = sum(shortage.missing for shortage in choice.shortages)
    assert _fits(chosen, cells, sections)
    assert len(chosen) + missing == wanted
    assert missing == wanted - _most_that_fit(bank, cells, sections)


@settings(max_examples=50, deadline=None)
@given(blueprint=blueprints(), bank=banks())
def test_writing_what_is_missing_makes_the_paper_possible(
    blueprint: tuple[list[Cell], list[Section]], bank: list[Candidate]
) -> None:
    cells, sections = blueprint
    shortages = choose_items(candidates=bank, cells=cells, sections=sections, seed=1).shortages

    written = [_write(1000 + i, wanted) for i, wanted in enumerate(_one_by_one(shortages))]

    assert choose_items(candidates=bank + written, cells=cells, sections=sections, seed=1).shortages == ()


def _one_by_one(shortages: tuple[Shortage, ...]) -> list[Shortage]:
    return [shortage for shortage in shortages for _item in range(shortage.missing)]


def _write(pk: int, wanted: Shortage) -> Candidate:
    if wanted.area is None or wanted.cognitive_level is None:
        return Candidate(pk, "GEN.01", "apply", wanted.type, CASE_POINTS)
    return Candidate(pk, min(ELEMENTS[wanted.area]), wanted.cognitive_level, wanted.type)


CELLS = [Cell("A", ELEMENTS["A"], "remember", 2), Cell("B", ELEMENTS["B"], "apply", 1)]
SECTIONS = [Section("single", 2, Decimal(1)), Section("boolean", 1, Decimal(1)), Section("essay", 1, CASE_POINTS)]


def _bank() -> list[Candidate]:
    return [
        *(Candidate(pk, "GEN.01", "remember", "single") for pk in range(1, 11)),
        *(Candidate(pk, "GEN.02", "remember", "boolean") for pk in range(11, 21)),
        *(Candidate(pk, "GEN.03", "apply", "single") for pk in range(21, 31)),
        *(Candidate(pk, "GEN.01", "analyse", "essay", CASE_POINTS) for pk in range(31, 36)),
    ]


def _choose(bank: list[Candidate], seed: int) -> Choice:
    return choose_items(candidates=bank, cells=CELLS, sections=SECTIONS, seed=seed)


def test_same_bank_and_seed_give_the_same_items_in_any_order_of_the_bank() -> None:
    assert set(_choose(_bank(), 7).ids) == set(_choose(_bank()[::-1], 7).ids)


def test_seeds_give_different_papers() -> None:
    assert len({_choose(_bank(), seed).ids for seed in range(20)}) > 10


def test_every_item_has_its_turn() -> None:
    drawn = {pk for seed in range(200) for pk in _choose(_bank(), seed).ids}

    assert drawn == {candidate.id for candidate in _bank()}


def test_shortages_name_area_level_type_and_number() -> None:
    bank = [candidate for candidate in _bank() if candidate.element != "GEN.03" and candidate.type != "essay"]

    assert _choose(bank, 1).shortages == (Shortage("B", "apply", "single", 1), Shortage(None, None, "essay", 1))


def test_totals_that_suffice_apart_but_not_together_are_refused() -> None:
    # Two items for area A and one for B, two single and one true-or-false: each count is met, but not both at once.
    bank = [
        Candidate(1, "GEN.01", "remember", "single"),
        Candidate(2, "GEN.01", "remember", "single"),
        Candidate(3, "GEN.02", "remember", "single"),
        Candidate(4, "GEN.03", "apply", "boolean"),
        Candidate(5, "GEN.03", "apply", "boolean"),
    ]
    cells = [Cell("A", ELEMENTS["A"], "remember", 2), Cell("B", ELEMENTS["B"], "apply", 1)]
    sections = [Section("single", 1, Decimal(1)), Section("boolean", 2, Decimal(1))]

    shortages = choose_items(candidates=bank, cells=cells, sections=sections, seed=1).shortages

    assert shortages == (Shortage("A", "remember", "boolean", 1),)


def test_case_must_be_worth_what_its_section_says() -> None:
    bank = [*_bank()[:30], Candidate(31, "GEN.01", "analyse", "essay", Decimal(10))]

    assert _choose(bank, 1).shortages == (Shortage(None, None, "essay", 1),)


def test_counts_that_do_not_sum_up_are_a_bug() -> None:
    with pytest.raises(ValueError, match="do not sum up alike"):
        choose_items(candidates=[], cells=CELLS, sections=SECTIONS[:1], seed=1)


def test_empty_blueprint_chooses_nothing() -> None:
    assert choose_items(candidates=_bank(), cells=[], sections=[], seed=1) == Choice((), ())


ITEMS = [
    *((pk, "single", ["A", "B", "C", "D"]) for pk in range(1, 9)),
    *((pk, "boolean", ["T", "F"]) for pk in range(9, 13)),
    (13, "essay", []),
]
ORDER = ["single", "boolean", "essay"]


@given(seed=st.integers(0, 2**63 - 1))
def test_arrangement_keeps_sections_together_and_every_option(seed: int) -> None:
    arranged = arrange(items=ITEMS, types=ORDER, seed=seed)

    kinds = {pk: item_type for pk, item_type, _keys in ITEMS}
    assert [kinds[pk] for pk, _keys in arranged] == [item_type for _pk, item_type, _keys in ITEMS]
    assert {pk: sorted(keys) for pk, keys in arranged} == {pk: sorted(keys) for pk, _type, keys in ITEMS}


def test_true_or_false_keeps_its_order() -> None:
    arranged = dict(arrange(items=ITEMS, types=ORDER, seed=3))

    assert [arranged[pk] for pk in range(9, 13)] == [["T", "F"]] * 4


def test_arrangement_follows_the_seed_and_not_the_order_given() -> None:
    first = arrange(items=ITEMS, types=ORDER, seed=3)

    assert arrange(items=ITEMS[::-1], types=ORDER, seed=3) == first
    assert arrange(items=ITEMS, types=ORDER, seed=4) != first
