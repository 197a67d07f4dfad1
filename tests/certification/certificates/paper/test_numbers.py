import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from certification.certificates.numbers import Mistyped, NotANumber, format_number
from certification.certificates.paper.numbers import read_any_number, read_paper_number

OWN = "TJIP-A-2025-PAT2-000123-7"
_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("津知服字〔2019〕第12号", "津知服字〔2019〕第12号"),
        (" 津知服字(2019)第 12 号 ", "津知服字〔2019〕第12号"),
        ("津知服字［2019］第１２号", "津知服字〔2019〕第12号"),
        ("jz2019–0123", "JZ2019-0123"),
        ("JZ2019-0123", "JZ2019-0123"),
        ("2019/045", "2019/045"),
    ],
)
def test_numbers_of_other_shapes_are_read_however_they_are_typed(typed: str, kept: str) -> None:
    assert read_any_number(typed) == read_paper_number(typed) == kept


@pytest.mark.parametrize("typed", ["", "123", "没有数字的号", "x" * 33 + "1字", "津知服\x00字2019"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(NotANumber):
        read_any_number(typed)


def test_numbers_of_our_own_go_through_their_check() -> None:
    assert read_any_number("tjip a 2025 pat2 000123 7") == OWN
    with pytest.raises(Mistyped):
        read_any_number("TJIP-A-2025-PAT2-000124-7")
    with pytest.raises(NotANumber):
        read_paper_number(OWN)


def _own_numbers() -> st.SearchStrategy[str]:
    return st.builds(
        format_number,
        kind=st.sampled_from("ATHL"),
        year=st.integers(2025, 2099),
        domain=st.sampled_from(["PAT", "TMK", ""]),
        level=st.sampled_from(["L1", "L4", ""]),
        serial=st.integers(1, 10**7),
    )


@given(
    _own_numbers(),
    st.integers(0, 40),
    st.sampled_from([*_CHARACTERS, ""]),
    st.integers(0, 40),
    st.sampled_from([*_CHARACTERS, ""]),
)
@example(OWN, 0, "I", 1, "T")
def test_a_slip_in_one_of_ours_never_becomes_another_kind_of_number(
    number: str, place: int, character: str, second_place: int, second_character: str
) -> None:
    """Two characters exchanged, lost or both: told as a slip, never looked up as a paper number."""
    typed = number
    for anywhere, put in ((place, character), (second_place, second_character)):
        at = anywhere % len(typed)
        typed = typed[:at] + put + typed[at + 1 :]
    assume(typed != number)

    with pytest.raises(NotANumber):
        read_paper_number(typed)
