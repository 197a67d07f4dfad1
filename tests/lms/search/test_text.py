import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.search import normalize, words


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("ＰＣＴ申请", "pct申请"),
        ("知识产权　与\n创新", "知识产权 与 创新"),
        ("  Patent   Agency ", "patent agency"),
        ("（第①期）", "(第1期)"),
        ("", ""),
    ],
)
def test_normalize_gives_one_form(text: str, plain: str) -> None:
    assert normalize(text) == plain


@given(st.text())
def test_normalize_leaves_its_own_result_as_it_is(text: str) -> None:
    once = normalize(text)

    assert normalize(once) == once


def test_words_split_at_spaces_of_any_width() -> None:
    assert words("商标　Opposition 异议") == ["商标", "opposition", "异议"]
