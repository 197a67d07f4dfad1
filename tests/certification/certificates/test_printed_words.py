from datetime import date
from decimal import Decimal

import pytest

from certification.certificates.documents import page_context
from certification.certificates.enums import Kind, Language, Layout
from certification.certificates.printed_words import (
    format_hours,
    format_period,
    label_level,
    unknown_placeholders,
    word_certificate,
)
from certification.certificates.specimens import specimen_of
from tests.certification.certificates.designs import make_design


@pytest.mark.parametrize(
    ("hours", "printed"), [(Decimal("12.0"), "12"), (Decimal("12.5"), "12.5"), (Decimal(100), "100")]
)
def test_hours_are_printed_without_a_zero_after_the_point(hours: Decimal, printed: str) -> None:
    assert format_hours(hours) == printed


def test_periods_and_levels_are_said_in_both_languages() -> None:
    first, last = date(2025, 3, 1), date(2025, 11, 9)

    assert format_period(first, last) == "2025年3月1日至2025年11月9日"
    assert format_period(first, last, english=True) == "1 March 2025 to 9 November 2025"
    assert format_period(first, first, english=True) == "1 March 2025"
    assert (label_level("L3", english=False), label_level("L3", english=True)) == ("高级（L3）", "Senior (L3)")


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", Language)
def test_every_placeholder_of_the_first_templates_is_filled(kind: Kind, language: Language) -> None:
    specimen = specimen_of(make_design(kind, language=language, layout=Layout.FRAMED))
    wording = word_certificate(specimen)

    texts = [wording.title, wording.title_en, wording.body, wording.body_en, wording.disclaimer, wording.disclaimer_en]
    assert not any("{" in text for text in texts)
    assert [bool(text) for text in texts] == [
        language is not Language.ENGLISH,
        language is not Language.CHINESE,
    ] * 3
    assert wording.leading_title == specimen.title


def test_a_placeholder_of_another_kind_is_named() -> None:
    assert unknown_placeholders("{course} {level} {nothing}", "A") == ["{course}", "{nothing}"]
    assert unknown_placeholders("{course} {level}", "T") == []


def test_english_quotes_are_straight() -> None:
    specimen = specimen_of(make_design("T", language="en", layout="framed"))

    assert '"Drafting patent applications and answering office actions"' in word_certificate(specimen).body_en


@pytest.mark.parametrize(
    ("kind", "language", "lines"),
    [
        ("A", "zh", [("能力等级", "中级 L2", ""), ("有效期至", "2028年6月2日", "")]),
        ("T", "both", [("培训课程", "专利申请文件撰写与审查意见答复实务", "Drafting patent applications and answering office actions")]),
        ("T", "en", [("Period", "1 March 2025 to 9 March 2025", ""), ("Hours", "16", ""), ("Conclusion", "Passed", "")]),
        ("H", "zh", [("学时", "96.5", ""), ("其中专业科目", "64", "")]),
        ("L", "both", [("身份", "讲师", "Lecturer"), ("业务领域", "专利代理", "Patent agency")]),
    ],
)  # fmt: skip
def test_a_kind_prints_its_own_lines(kind: str, language: str, lines: list[tuple[str, str, str]]) -> None:
    rows = page_context(specimen_of(make_design(kind, language=language, layout="framed")))["rows"]

    assert isinstance(rows, list)
    printed = [(line.caption, line.value, line.value_beside) for row in rows for line in row]
    for line in lines:
        assert line in printed


def test_an_english_page_has_no_chinese_but_names_and_numbers_of_documents() -> None:
    context = page_context(specimen_of(make_design("H", language="en", layout="column")))

    said = [context[name] for name in ("title", "body", "disclaimer", "issuer", "issued_on", "mark", "mark_caption")]
    assert all(str(text).isascii() for text in said)
