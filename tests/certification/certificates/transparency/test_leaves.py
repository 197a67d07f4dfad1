import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from certification.certificates.transparency.leaves import (
    Leaf,
    canonical_json,
    digest_of,
    new_salt,
    read_leaf,
    write_moment,
)

LEAF = Leaf(
    what="issued",
    at="2025-06-02T02:00:00.000000Z",
    certificate="8f14e45f-ceea-467f-ab3e-1c2d3e4f5a6b",
    digest="ab" * 32,
    previous=None,
    salt="c2FsdA",
)
TEXT = (
    '{"at":"2025-06-02T02:00:00.000000Z","certificate":"8f14e45f-ceea-467f-ab3e-1c2d3e4f5a6b",'
    f'"digest":"{"ab" * 32}","format":"certificate-log/1","previous":null,"salt":"c2FsdA","what":"issued"}}'
)


def test_leaf_is_canonical_json() -> None:
    assert str(LEAF) == TEXT


def test_hash_is_the_leaf_hash_of_the_text() -> None:
    assert LEAF.hash == hashlib.sha256(b"\x00" + TEXT.encode()).hexdigest()


def test_leaf_is_read_again() -> None:
    assert read_leaf(TEXT) == LEAF


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        TEXT.replace(",", ", "),
        TEXT.replace("log/1", "log/2"),
        TEXT.replace('"previous":null,', ""),
        TEXT.replace('"previous":null', '"other":null,"previous":null'),
        TEXT.replace(
            '{"at":"2025-06-02T02:00:00.000000Z",',
            '{"at":"2024-01-01T00:00:00.000000Z","at":"2025-06-02T02:00:00.000000Z",',
        ),
    ],
)
def test_any_other_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's own or ours
        read_leaf(text)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # From RFC 8785, section 3.2.2: names sorted, escapes as short as they can be, everything else as it is.
        (
            {"literals": None, "string": '€$\u000f\u000aA\'B"\\\\"/'},
            '{"literals":null,"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
        ),
        ({"b": True, "a": False, "c": 7}, '{"a":false,"b":true,"c":7}'),
        ({"name": "𠮷\u007f\u2028"}, '{"name":"𠮷\u007f\u2028"}'),
        ({}, "{}"),
    ],
)
def test_canonical_json_is_that_of_rfc_8785(values: dict[str, str | int | bool | None], expected: str) -> None:
    assert canonical_json(values) == expected
    assert digest_of(values) == hashlib.sha256(expected.encode()).hexdigest()


def test_moment_is_written_in_utc_with_microseconds() -> None:
    tianjin = timezone(timedelta(hours=8))
    assert write_moment(datetime(2025, 6, 2, 10, 0, tzinfo=tianjin)) == "2025-06-02T02:00:00.000000Z"
    assert write_moment(datetime(2025, 6, 2, 2, 0, 0, 7, tzinfo=UTC)) == "2025-06-02T02:00:00.000007Z"


def test_salts_are_256_random_bits() -> None:
    salts = {new_salt() for _each in range(50)}
    assert len(salts) == 50
    assert {len(salt) for salt in salts} == {43}


def test_equal_events_with_other_salts_have_nothing_in_common() -> None:
    assert replace(LEAF, salt=new_salt()).hash != replace(LEAF, salt=new_salt()).hash
