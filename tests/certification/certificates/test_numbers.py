"""The check character against figures that others published, and against what a mistyped number looks like."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certification.certificates.numbers import Mistyped, NotANumber, check_character, format_number, read_number

# A machine that does much else is slow, which is no failure.
AT_ITS_OWN_PACE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
EXAMPLE = "TJIP-A-2025-PAT2-000123-7"

# ISAN and GRid both end in an ISO 7064 MOD 37,36 character; these identifiers are the examples of their own standards.
OUTSIDE = [
    ("A12425GABC1234002", "M"),  # Global Release Identifier A1-2425G-ABC1234002-M
    ("00000000C36D002B", "K"),  # ISAN 0000-0000-C36D-002B-K
    ("00000000C36D002B00000000", "E"),  # the same ISAN with its version, 0000-0000-E
]


@pytest.mark.parametrize(("text", "check"), OUTSIDE)
def test_check_character_agrees_with_published_identifiers(text: str, check: str) -> None:
    assert check_character(text) == check


def test_format_number_gives_the_example_of_the_rules() -> None:
    assert format_number(kind="A", year=2025, domain="PAT", level="L2", serial=123) == EXAMPLE


@pytest.mark.parametrize(
    "typed",
    [
        EXAMPLE,
        "tjip-a-2025-pat2-000123-7",
        " TJIP A 2025 PAT2 000123 7 ",
        "TJIPA2025PAT20001237",
        "ＴＪＩＰ－Ａ－２０２５－ＰＡＴ２－０００１２３－７",
        "TJIP—A—2025—PAT2—000123—7",
        "TJIP-A-2025\u200b-PAT2-000123-7\ufeff",
        "TJIP-A-2025-\u3000PAT2-000123-7",
    ],
)
def test_read_number_takes_it_as_people_type_it(typed: str) -> None:
    assert read_number(typed) == EXAMPLE


@pytest.mark.parametrize(
    "typed", ["", "123", "TJIP-X-2025-PAT2-000123-7", "TJIP-A-25-PAT2-000123-7", "证书", "TJIP-A-2025-PAT2-١٢٣٤٥٦-7"]
)
def test_read_number_refuses_what_is_no_number(typed: str) -> None:
    with pytest.raises(NotANumber):
        read_number(typed)


def test_read_number_keeps_letter_o_and_zero_apart() -> None:
    with pytest.raises(NotANumber):
        read_number("TJIP-A-2025-PAT2-OOO123-7")
    with pytest.raises(Mistyped):
        read_number("TJIP-A-2025-PAT2-000123-O")


def test_every_single_wrong_character_is_noticed() -> None:
    compact = EXAMPLE.replace("-", "")
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for place, right in enumerate(compact):
        for wrong in set(alphabet) - {right}:
            with pytest.raises(ValueError):  # noqa: PT011 - Mistyped or NotANumber, as the place has it
                read_number(compact[:place] + wrong + compact[place + 1 :])


@AT_ITS_OWN_PACE
@given(
    st.integers(0, 999_999),
    st.integers(2000, 2100),
    st.sampled_from(["GEN", "PAT", "TMK"]),
    st.sampled_from(["L1", "L4"]),
)
def test_every_number_reads_back_as_itself(serial: int, year: int, domain: str, level: str) -> None:
    number = format_number(kind="A", year=year, domain=domain, level=level, serial=serial)

    assert read_number(number.lower().replace("-", " ")) == number


@AT_ITS_OWN_PACE
@given(st.text(max_size=40))
def test_reading_any_text_gives_a_number_or_a_refusal(text: str) -> None:
    try:
        number = read_number(text)
    except (NotANumber, Mistyped):
        return
    assert check_character(number.replace("-", "")[:-1]) == number[-1]
