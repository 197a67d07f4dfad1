from datetime import datetime, timedelta, timezone

import pytest

from certification.certificates.open_badges.documents import NotADocument, moment, read_json, to_json


def test_a_moment_is_told_in_utc_and_whole_seconds() -> None:
    tianjin = timezone(timedelta(hours=8))

    assert moment(datetime(2025, 6, 2, 10, 0, 0, 999_999, tzinfo=tianjin)) == "2025-06-02T02:00:00Z"


def test_json_keeps_its_order_and_its_characters() -> None:
    text = to_json({"b": "林", "a": [1]})

    assert text == '{\n  "b": "林",\n  "a": [\n    1\n  ]\n}\n'
    assert read_json(text) == {"b": "林", "a": [1]}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '"x"',
        "{",
        '{"a": 1, "a": 2}',
        '{"b": {"a": 1, "a": 2}}',
        '{"a": NaN}',
        '{"a": 1}' + " " * 300_000,
        "[" * 100_000,
        b"\xff{}",
    ],
    ids=lambda text: repr(text[:20]),
)
def test_a_text_that_two_readers_could_read_differently_is_refused(text: str | bytes) -> None:
    with pytest.raises(NotADocument):
        read_json(text)
