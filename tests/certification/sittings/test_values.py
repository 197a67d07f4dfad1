import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.items.enums import ItemType
from certification.sittings.values import AnswerTooLong, InvalidAnswer, UnreadableText, is_answered, read_value

KEYS = ("A", "B", "C", "D")


def test_choices_come_back_sorted() -> None:
    assert read_value(item_type=ItemType.MULTIPLE, keys=KEYS, raw={"choices": ["C", "A"]}) == {"choices": ["A", "C"]}


@pytest.mark.parametrize(
    ("item_type", "raw"),
    [
        (ItemType.SINGLE, {"choices": ["A", "B"]}),
        (ItemType.BOOLEAN, {"choices": ["A", "B"]}),
        (ItemType.SINGLE, {"choices": ["E"]}),
        (ItemType.SINGLE, {"choices": "A"}),
        (ItemType.SINGLE, {"choices": [["A"]]}),
        (ItemType.SINGLE, {"choices": None}),
        (ItemType.SINGLE, {"text": "A"}),
        (ItemType.MULTIPLE, {"choices": ["A", "A"]}),
        (ItemType.MULTIPLE, {"choices": ["A"], "text": "x"}),
        (ItemType.ESSAY, {"choices": ["A"]}),
        (ItemType.ESSAY, {"text": 5}),
        (ItemType.ESSAY, None),
        (ItemType.ESSAY, []),
    ],
)
def test_value_that_does_not_fit_is_refused(item_type: ItemType, raw: object) -> None:
    with pytest.raises(InvalidAnswer):
        read_value(item_type=item_type, keys=() if item_type == ItemType.ESSAY else KEYS, raw=raw)


def test_nothing_chosen_is_an_answer_taken_back() -> None:
    assert read_value(item_type=ItemType.SINGLE, keys=KEYS, raw={"choices": []}) == {"choices": []}


def test_text_has_one_kind_of_line_end() -> None:
    assert read_value(item_type=ItemType.ESSAY, keys=(), raw={"text": "一\r\n二\r三"}) == {"text": "一\n二\n三"}


def test_text_over_the_limit_is_refused() -> None:
    assert read_value(item_type=ItemType.ESSAY, keys=(), raw={"text": "字" * 20_000})
    with pytest.raises(AnswerTooLong):
        read_value(item_type=ItemType.ESSAY, keys=(), raw={"text": "字" * 20_001})


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "a\x07b"])
def test_text_that_cannot_be_stored_is_refused(text: str) -> None:
    with pytest.raises(UnreadableText):
        read_value(item_type=ItemType.ESSAY, keys=(), raw={"text": text})


@given(
    raw=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_anything_from_outside_is_read_or_refused(raw: object) -> None:
    for item_type in ItemType:
        try:
            read_value(item_type=item_type, keys=KEYS, raw=raw)
        except InvalidAnswer:
            continue


def test_blank_text_is_no_answer() -> None:
    assert not is_answered(None)
    assert not is_answered({"text": " \n"})
    assert not is_answered({"choices": []})
    assert is_answered({"choices": ["A"]})
    assert is_answered({"text": "答"})
