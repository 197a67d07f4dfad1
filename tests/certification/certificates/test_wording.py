import pytest

from certification.certificates.wording import FORBIDDEN, forbidden_words


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
