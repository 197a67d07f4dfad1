"""Choosing items for a paper: an integer program that meets every cell of the blueprint and every section at once.

Each candidate is a yes-or-no variable. Each cell × type and each section of cases also has a slack: items that the bank
would need besides. Slack costs more than all candidates together, so a solution without slack is found when there is
one; otherwise the slack is a smallest list of items to write. Random costs from the seed pick one paper among the many.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from certification.items.enums import ItemType

# Above the costs of every candidate that a paper could hold, each of which is below 1.
SLACK_COST = 10_000


@dataclass(frozen=True)
class Candidate:
    """``points`` are a case's own; other items are worth what their section says."""

    id: int
    element: str
    cognitive_level: str
    type: str
    points: Decimal | None = None


@dataclass(frozen=True)
class Cell:
    """``count`` objective items of these elements at this cognitive level. No element is in two areas."""

    area: str
    elements: frozenset[str]
    cognitive_level: str
    count: int


@dataclass(frozen=True)
class Section:
    type: str
    count: int
    points: Decimal


@dataclass(frozen=True)
class Shortage:
    """Items to write. A case belongs to no area and has no cognitive level."""

    area: str | None
    cognitive_level: str | None
    type: str
    missing: int


@dataclass(frozen=True)
class Choice:
    """``ids`` in the order of the candidates given; complete only without ``shortages``."""

    ids: tuple[int, ...]
    shortages: tuple[Shortage, ...]


# A cell and a section that an item counts for; a case counts for its section alone.
Place = tuple[int | None, int]


def choose_items(
    *, candidates: Sequence[Candidate], cells: Sequence[Cell], sections: Sequence[Section], seed: int
) -> Choice:
    """The same candidates, in any order, and the same seed give the same choice."""
    placed = [
        (candidate, place)
        for candidate in sorted(candidates, key=lambda candidate: candidate.id)
        if (place := _place_of(candidate, cells, sections)) is not None
    ]
    slack_places = _slack_places(cells, sections)
    places = [place for _candidate, place in placed] + slack_places
    counts = [cell.count for cell in cells] + [section.count for section in sections]
    randomness = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    costs = [randomness.random() for _candidate in placed] + [SLACK_COST + i / 1000 for i in range(len(slack_places))]
    amounts = _solve(places=places, cell_count=len(cells), counts=counts, costs=costs, candidate_count=len(placed))
    chosen = {candidate.id for (candidate, _place), amount in zip(placed, amounts, strict=False) if amount}
    return Choice(
        ids=tuple(candidate.id for candidate in candidates if candidate.id in chosen),
        shortages=tuple(
            _shortage(place, int(amount), cells, sections)
            for place, amount in zip(slack_places, amounts[len(placed) :], strict=True)
            if amount
        ),
    )


def _place_of(candidate: Candidate, cells: Sequence[Cell], sections: Sequence[Section]) -> Place | None:
    section = next((i for i, section in enumerate(sections) if section.type == candidate.type), None)
    if section is None:
        return None
    if candidate.type == ItemType.ESSAY:
        return (None, section) if candidate.points == sections[section].points else None
    for i, cell in enumerate(cells):
        if candidate.element in cell.elements and candidate.cognitive_level == cell.cognitive_level:
            return i, section
    return None


def _slack_places(cells: Sequence[Cell], sections: Sequence[Section]) -> list[Place]:
    numbers = range(len(sections))
    objective = [number for number in numbers if sections[number].type != ItemType.ESSAY]
    places: list[Place] = [(cell, number) for cell in range(len(cells)) for number in objective]
    return places + [(None, number) for number in numbers if number not in objective]


def _solve(
    *, places: list[Place], cell_count: int, counts: list[int], costs: list[float], candidate_count: int
) -> list[int]:
    if not places:
        return []
    # Loaded by who assembles: 47 MB that no other process needs.
    import numpy as np  # noqa: PLC0415
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415
    from scipy.sparse import coo_array  # noqa: PLC0415

    rows = [(cell, i) for i, (cell, _section) in enumerate(places) if cell is not None]
    rows += [(cell_count + section, i) for i, (_cell, section) in enumerate(places)]
    row, column = zip(*rows, strict=True)
    matrix = coo_array((np.ones(len(rows)), (row, column)), shape=(len(counts), len(places)))
    upper = [1] * candidate_count + [max(counts)] * (len(places) - candidate_count)
    solution = milp(
        c=np.array(costs),
        integrality=np.ones(len(places)),
        bounds=Bounds(0, np.array(upper)),
        constraints=LinearConstraint(matrix.tocsr(), counts, counts),
        options={"mip_rel_gap": 0},
    )
    if solution.x is None:
        # Slack makes every blueprint whose cells and sections sum up alike solvable.
        raise ValueError(f"cells and sections do not sum up alike: {solution.message}")
    return [round(amount) for amount in solution.x]


def _shortage(place: Place, missing: int, cells: Sequence[Cell], sections: Sequence[Section]) -> Shortage:
    cell, section = place
    return Shortage(
        area=None if cell is None else cells[cell].area,
        cognitive_level=None if cell is None else cells[cell].cognitive_level,
        type=sections[section].type,
        missing=missing,
    )


def arrange(
    *, items: Sequence[tuple[int, str, Sequence[str]]], types: Sequence[str], seed: int
) -> list[tuple[int, list[str]]]:
    """Puts (id, type, option keys) into the order of ``types`` and shuffles inside each; true or false keeps its options."""
    randomness = random.Random(f"{seed} order")  # noqa: S311 - to be repeated, not to be secret
    arranged: list[tuple[int, list[str]]] = []
    for section in types:
        inside = sorted(item for item in items if item[1] == section)
        randomness.shuffle(inside)
        for item_id, item_type, keys in inside:
            order = list(keys)
            if item_type != ItemType.BOOLEAN:
                randomness.shuffle(order)
            arranged.append((item_id, order))
    return arranged
