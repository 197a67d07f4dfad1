"""What holds for every set of records and every day."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from certification.credit.scoring import Record
from certification.credit.scoring.rule_set import GRADES
from certification.credit.scoring.score import COUNTED
from tests.certification.credit.facts import RULES, make_record, score_of

_DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
_KEYS = sorted(RULES.items)


@st.composite
def _records(draw: st.DrawFn, *, facts: int = 6, most: int = 12) -> list[Record]:
    records = []
    for index in range(draw(st.integers(0, most))):
        code, variant = draw(st.sampled_from(_KEYS))
        fact = draw(st.integers(0, facts)) if facts else index
        record = make_record(code, variant, effective_on=draw(_DAYS | st.none()), fact_key=f"{fact}")
        if record.effective_on and draw(st.booleans()):
            ends_on = record.effective_on + timedelta(days=draw(st.integers(0, 1500)))
            record = replace(record, withdrawn=draw(st.booleans()), ends_on=min(record.ends_on or ends_on, ends_on))
        records.append(record)
    return records


def _deduction(on: date) -> st.SearchStrategy[Record]:
    deductions = [key for key in _KEYS if RULES.items[key].points < 0]
    return st.sampled_from(deductions).map(lambda key: make_record(*key, effective_on=on))


@given(_records(), _DAYS, st.randoms(use_true_random=False))
def test_order_of_records_does_not_matter(records: list[Record], on: date, random: Random) -> None:
    shuffled = list(records)
    random.shuffle(shuffled)

    assert score_of(*shuffled, on=on) == score_of(*records, on=on)


@given(_records(), _DAYS)
def test_score_is_what_its_lines_add_up_to(records: list[Record], on: date) -> None:
    result = score_of(*records, on=on)

    assert result.base == max(0, 100 + sum(verdict.counted for verdict in result.deductions))
    assert result.bonus == min(10, sum(verdict.counted for verdict in result.bonuses))
    assert result.score == result.base + result.bonus
    assert 0 <= result.score <= 110
    assert len(result.verdicts) == len(records)


@given(_records(), _DAYS, st.data())
def test_further_deduction_never_raises_score_or_grade(records: list[Record], on: date, data: st.DataObject) -> None:
    before = score_of(*records, on=on)
    after = score_of(*records, data.draw(_deduction(on)), on=on)

    assert after.score <= before.score
    assert GRADES.index(after.grade) <= GRADES.index(before.grade)


@given(_records(), _DAYS, st.data())
def test_further_bonus_never_lowers_score_or_grade(records: list[Record], on: date, data: st.DataObject) -> None:
    bonuses = [key for key in _KEYS if RULES.items[key].points > 0]
    before = score_of(*records, on=on)
    after = score_of(*records, make_record(*data.draw(st.sampled_from(bonuses)), effective_on=on), on=on)

    assert after.score >= before.score
    assert GRADES.index(after.grade) >= GRADES.index(before.grade)


@given(_records(), _DAYS, _DAYS, st.data())
def test_past_day_is_computed_again_the_same(
    records: list[Record], one: date, other: date, data: st.DataObject
) -> None:
    """What takes effect later, and what is taken back later, changes no earlier day."""
    past, later = min(one, other), max(one, other) + timedelta(days=1)
    then = score_of(*records, on=past)
    taken_back = [
        replace(record, withdrawn=True, ends_on=later)
        if record.effective_on and not record.withdrawn and (record.ends_on is None or record.ends_on > later)
        else record
        for record in records
    ]
    now = score_of(*taken_back, data.draw(_deduction(later)), on=past)

    assert (now.score, now.grade, now.level) == (then.score, then.grade, then.level)


@given(_records(), _DAYS)
def test_each_fact_deducts_once(records: list[Record], on: date) -> None:
    facts = [verdict.record.fact_key for verdict in score_of(*records, on=on).deductions]

    assert len(facts) == len(set(facts))


@given(_records(facts=0), _DAYS)
def test_no_item_gives_more_than_its_maximum(records: list[Record], on: date) -> None:
    totals: dict[str, int] = {}
    for verdict in score_of(*records, on=on).bonuses:
        totals[verdict.record.code] = totals.get(verdict.record.code, 0) + verdict.counted

    assert all(totals.get(code, 0) <= most for code, most in {"B01": 3, "B02": 2, "B03": 3, "B06": 2}.items())


@given(_records(), _DAYS)
def test_no_bonus_counts_beside_an_ordinary_or_severe_deduction(records: list[Record], on: date) -> None:
    result = score_of(*records, on=on)

    if any(verdict.record.severity in {"ordinary", "severe"} for verdict in result.deductions):
        assert result.bonus == 0
        assert GRADES.index(result.grade) <= GRADES.index("A")
    if any(verdict.record.severity == "severe" for verdict in result.deductions):
        assert GRADES.index(result.grade) <= GRADES.index("C")


@given(_records(), _DAYS)
def test_only_records_in_their_window_count(records: list[Record], on: date) -> None:
    for verdict in score_of(*records, on=on).verdicts:
        if verdict.standing == COUNTED:
            record = verdict.record
            assert record.effective_on is not None
            assert record.effective_on <= on
            assert record.ends_on is None or on < record.ends_on


@given(_records(), _DAYS)
def test_nothing_counts_for_ever_but_a_certificate(records: list[Record], on: date) -> None:
    result = score_of(*records, on=on + timedelta(days=366 * 10))

    assert {verdict.record.code for verdict in result.verdicts if verdict.counted} <= {"B03"}
