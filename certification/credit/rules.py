"""Who may do what with a record, and which move comes next. Pure."""

DRAFT, NOTICED, HEARD, DECIDED, SERVED, EFFECTIVE = "draft", "noticed", "heard", "decided", "served", "effective"

# What follows from certificates by itself; nobody proposes or takes it back by hand.
COMPETENCY_CODE = "B03"
AUTOMATIC_CODES = frozenset({COMPETENCY_CODE})

_DEDUCTION_MOVES = {DRAFT: "notice", NOTICED: "hear", HEARD: "decide", DECIDED: "serve", SERVED: "effect"}
# A bonus is in the person's favor: there is nothing to be heard about.
_BONUS_MOVES = {DRAFT: "decide", DECIDED: "effect"}


def next_move(*, state: str, points: int) -> str:
    """The deed that leads on from ``state``, or nothing where the record has arrived."""
    return (_DEDUCTION_MOVES if points < 0 else _BONUS_MOVES).get(state, "")


def may_be_revoked(*, state: str, code: str) -> bool:
    return state in {DRAFT, NOTICED, HEARD, DECIDED, SERVED, EFFECTIVE} and code not in AUTOMATIC_CODES


def falls_low(*, before: str, after: str) -> bool:
    """A fall to C or D, which a person confirms (PIPL Art 24: no decision by automated means alone)."""
    return after in {"C", "D"} and after != before and not (before == "D" and after == "C")
