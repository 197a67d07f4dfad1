"""Every worked example of the domain's rules, and each rule at its edge."""

from datetime import date

import pytest

from certification.credit.scoring.score import (
    BARRED,
    COUNTED,
    LAPSED,
    LIMITED,
    NO_CONSENT,
    PENDING,
    SUPERSEDED,
    TOO_YOUNG,
    WITHDRAWN,
)
from tests.certification.credit.facts import five_bonus_points, make_record, score_of


def test_bonuses_without_deductions_give_a_plus() -> None:
    result = score_of(*five_bonus_points())

    assert (result.base, result.bonus, result.score, result.level) == (100, 5, 105, "A+")


def test_minor_deduction_keeps_the_bonus_and_gives_a() -> None:
    result = score_of(make_record("D03", "ordinary"), *five_bonus_points())

    assert (result.base, result.bonus, result.score, result.level) == (95, 5, 100, "A")


def test_more_than_100_with_a_minor_deduction_is_a() -> None:
    result = score_of(make_record("D02"), *five_bonus_points())

    assert (result.score, result.level) == (103, "A")


def test_ordinary_deduction_bars_the_bonus() -> None:
    result = score_of(make_record("D05"), *five_bonus_points())

    assert (result.base, result.bonus, result.score, result.level) == (85, 0, 85, "B")
    assert result.is_bonus_barred
    assert {verdict.standing for verdict in result.verdicts} == {COUNTED, BARRED}


def test_ordinary_deduction_lapses_after_twelve_months() -> None:
    records = [make_record("D05", effective_on=date(2025, 3, 3)), make_record("B03", "L3")]

    assert score_of(*records, on=date(2026, 3, 2)).score == 85
    assert score_of(*records, on=date(2026, 3, 3)).score == 102
    assert score_of(*records, on=date(2026, 3, 3)).verdict_of(records[0].key).standing == LAPSED


def test_stop_of_practice_gives_40_and_d() -> None:
    result = score_of(make_record("D13", "stopped"))

    assert (result.score, result.level) == (40, "D")


def test_one_severe_deduction_gives_70_and_c() -> None:
    result = score_of(make_record("D10"))

    assert (result.score, result.level, result.capped_by) == (70, "C", ())


def test_one_fact_is_scored_once_under_the_item_with_the_most_points() -> None:
    filing = make_record("D11", "uncorrected", fact_key="notice 2025-17")
    discipline = make_record("D04", "circular", fact_key="notice 2025-17", effective_on=date(2025, 5, 6))

    result = score_of(discipline, filing)

    assert (result.deducted, result.score) == (20, 80)
    assert result.verdict_of(discipline.key).standing == SUPERSEDED
    assert result.verdict_of(discipline.key).by == filing


def test_lesser_item_of_a_fact_does_not_count_after_the_greater_has_lapsed() -> None:
    filing = make_record("D11", "uncorrected", fact_key="notice", effective_on=date(2025, 1, 6))
    discipline = make_record("D04", "circular", fact_key="notice", effective_on=date(2025, 5, 6))

    assert score_of(filing, discipline, on=date(2026, 2, 2)).score == 100


def test_lesser_item_of_a_fact_counts_once_the_greater_is_taken_back() -> None:
    filing = make_record("D11", "uncorrected", fact_key="notice", withdrawn_on=date(2025, 6, 2))
    discipline = make_record("D04", "circular", fact_key="notice")

    assert score_of(filing, discipline, on=date(2025, 6, 1)).deducted == 20
    result = score_of(filing, discipline, on=date(2025, 6, 2))
    assert result.deducted == 10
    assert result.verdict_of(filing.key).standing == WITHDRAWN


def test_equal_points_of_one_fact_count_under_the_graver_item() -> None:
    warned = make_record("D13", "warning", fact_key="one act")
    bribed = make_record("D14", fact_key="one act")

    result = score_of(warned, bribed)

    assert result.verdict_of(bribed.key).standing == COUNTED
    assert result.deducted == 10


def test_item_counts_up_to_its_maximum_the_earliest_first() -> None:
    days = [date(2025, 1, 6), date(2025, 2, 3), date(2025, 3, 3), date(2025, 4, 1)]
    records = [make_record("B01", effective_on=day) for day in days]

    result = score_of(*records)

    assert result.bonus == 3
    assert result.verdict_of(records[-1].key).standing == LIMITED


def test_only_the_highest_certificate_counts() -> None:
    practitioner, senior = make_record("B03", "L2"), make_record("B03", "L3", effective_on=date(2025, 5, 6))

    result = score_of(practitioner, senior)

    assert result.bonus == 2
    assert result.verdict_of(practitioner.key).standing == LIMITED


def test_bonus_is_capped_at_ten() -> None:
    national = [make_record("B04", "national") for _number in range(4)]

    result = score_of(*national)

    assert (result.bonus_sum, result.bonus, result.score) == (12, 10, 110)


def test_base_never_falls_below_zero() -> None:
    assert score_of(make_record("D13", "revoked"), make_record("D10")).base == 0


@pytest.mark.parametrize("variant", ["revoked", "convicted"])
def test_revoked_practice_and_conviction_give_d(variant: str) -> None:
    assert score_of(make_record("D13", variant)).level == "D"


@pytest.mark.parametrize(
    ("records", "level"),
    [
        ([], "A"),
        ([("D13", "warning")], "A"),
        ([("D13", "warning"), ("D02", "")], "B"),
        ([("D12", "ordinary")], "B"),
        ([("D12", "ordinary"), ("D02", "")], "C"),
        ([("D12", "ordinary"), ("D05", ""), ("D03", "ordinary")], "C"),
        ([("D12", "ordinary"), ("D05", ""), ("D03", "ordinary"), ("D02", "")], "D"),
    ],
    ids=["100", "90", "88", "80", "78", "60", "58"],
)
def test_levels_begin_at_their_thresholds(records: list[tuple[str, str]], level: str) -> None:
    assert score_of(*[make_record(code, variant) for code, variant in records]).level == level


def test_record_counts_from_the_day_it_takes_effect() -> None:
    record = make_record("D05", effective_on=date(2025, 6, 2))

    assert score_of(record, on=date(2025, 6, 1)).verdicts[0].standing == PENDING
    assert score_of(record, on=date(2025, 6, 2)).score == 85


def test_record_that_never_took_effect_never_counts() -> None:
    assert score_of(make_record("D13", "revoked", effective_on=None)).score == 100


def test_severe_deduction_lapses_after_36_months() -> None:
    record = make_record("D10", effective_on=date(2024, 2, 29))

    assert score_of(record, on=date(2027, 2, 27)).score == 70
    assert score_of(record, on=date(2027, 2, 28)).score == 100


def test_without_consent_there_is_no_level() -> None:
    result = score_of(consent=False)

    assert (result.level, result.unrated_reasons, result.grade) == ("unrated", (NO_CONSENT,), "A")


def test_profile_is_rated_from_its_sixth_month() -> None:
    young = score_of(opened_on=date(2024, 12, 3))

    assert (young.level, young.unrated_reasons, young.rated_from) == ("unrated", (TOO_YOUNG,), date(2025, 6, 3))
    assert score_of(opened_on=date(2024, 12, 2)).level == "A"


def test_verdict_of_an_unknown_record_is_an_error() -> None:
    with pytest.raises(StopIteration):
        score_of().verdict_of("no such record")
