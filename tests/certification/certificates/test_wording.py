import pytest

from certification.certificates.wording import (
    FIXED_CLAUSES,
    FORBIDDEN,
    FORBIDDEN_ENGLISH,
    doubtful_words,
    forbidden_words,
    has_fixed_clause,
)


def test_the_worked_refusal_names_both_words() -> None:
    assert set(forbidden_words("全国知识产权高级职业资格证书")) == {"全国", "职业资格"}


@pytest.mark.parametrize(
    "title",
    [
        "知识产权服务从业人员能力评价证书（专利代理方向 L2）",
        "专利代理 中级",
        "津沽知识产权服务行业协会",
        "法律服务方向 高级",
        "运营与金融 · 初级",
    ],
)
def test_the_associations_own_words_pass(title: str) -> None:
    assert forbidden_words(title) == []


@pytest.mark.parametrize("word", FORBIDDEN)
def test_each_word_of_the_list_is_found(word: str) -> None:
    assert forbidden_words(f"天津{word}证书") != []


@pytest.mark.parametrize(
    "hidden",
    [
        "国 家级证书",
        "国\u3000家级证书",
        "国\u200b家级证书",
        "国\u2060家\ufeff级证书",
        "国·家级证书",
        "国-家级证书",
        "國家級證書",
        "⼈员资格证书",
        "人\u00ad员资格证书",
        "知識產權師",
        "职　业　资　格",
    ],
)
def test_a_word_cannot_hide(hidden: str) -> None:
    assert forbidden_words(hidden) != []


def test_the_longest_word_is_named_alone() -> None:
    assert forbidden_words("中华人民共和国证书") == ["中华人民共和国"]


@pytest.mark.parametrize("word", FORBIDDEN_ENGLISH)
def test_each_english_word_is_found_whole(word: str) -> None:
    assert forbidden_words(f"Tianjin {word.upper()} certificate") == [word]


@pytest.mark.parametrize(
    ("hidden", "found"),
    [
        ("National\u200b certificate", ["national"]),
        ("professional-qualification", ["professional qualification"]),
        ("Professional\nQualification", ["professional qualification"]),
        ("People’s Republic of China", ["people's republic of china"]),
    ],
)
def test_an_english_word_cannot_hide(hidden: str, found: list[str]) -> None:
    assert forbidden_words(hidden) == found


@pytest.mark.parametrize(
    "title",
    ["Certificate of Competency Evaluation", "International cooperation", "Estate matters", "Statement of hours"],
)
def test_other_english_words_pass(title: str) -> None:
    assert forbidden_words(title) == []


def test_a_running_text_is_doubtful_outside_the_fixed_clause() -> None:
    for clause in FIXED_CLAUSES:
        assert doubtful_words(f"本会颁发。{clause}。") == []
        assert has_fixed_clause(f"本会颁发。{clause}。")
    assert doubtful_words(f"依据国家知识产权局指南。{FIXED_CLAUSES[0]}") == ["国家"]
    assert not has_fixed_clause("不属于职业资格证书")
