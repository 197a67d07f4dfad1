import pytest

from certification.certificates.transparency.notes import NoteInvalid, read_checkpoint
from certification.certificates.transparency.standings import Standing, read_standing

STANDING = Standing(
    origin="association.example/log",
    certificate="8f14e45f-ceea-467f-ab3e-1c2d3e4f5a6b",
    entries=3,
    last="ab" * 32,
    status="valid",
    at="2025-06-02T02:00:00.000000Z",
)
TEXT = (
    "association.example/log#standing\ncertificate 8f14e45f-ceea-467f-ab3e-1c2d3e4f5a6b\nentries 3\n"
    f"last {'ab' * 32}\nstatus valid\nat 2025-06-02T02:00:00.000000Z\n"
)


def test_standing_is_written_and_read() -> None:
    assert str(STANDING) == TEXT
    assert read_standing(TEXT) == STANDING


def test_standing_is_no_checkpoint() -> None:
    with pytest.raises(NoteInvalid):
        read_checkpoint(TEXT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT.removesuffix("\n"),
        TEXT + "more\n",
        TEXT.replace("#standing", ""),
        TEXT.replace("entries 3", "entries 0"),
        TEXT.replace("entries 3", "entries 03"),
        TEXT.replace("abab", "ABAB"),
        TEXT.replace("valid", "Valid"),
        TEXT.replace(".000000Z", "Z"),
    ],
)
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(NoteInvalid):
        read_standing(text)
