import pytest

from lms.uploads import UploadRefused, read_json


def test_json_is_read_with_or_without_a_mark_of_its_encoding() -> None:
    assert read_json('[{"题干": 1}]'.encode()) == [{"题干": 1}]
    assert read_json('[{"题干": 1}]'.encode("utf-8-sig")) == [{"题干": 1}]


@pytest.mark.parametrize(
    ("content", "sentence", "status"),
    [
        ("[“题干”]".encode("gb18030"), "The file is not a text in UTF-8.", 415),
        (b"\x89PNG\r\n\x1a\n", "The file is not a text in UTF-8.", 415),
        (b'[\n {"code": }]', "The file is not whole JSON: it cannot be read from line 2, column 11 on.", 400),
        (b'[{"points": NaN}]', "The file holds NaN, which is not a number of JSON.", 400),
        (b'[{"points": -Infinity}]', "The file holds -Infinity, which is not a number of JSON.", 400),
        (b'[{"code": "a", "code": "b"}]', "An object of the file has the field “code” twice.", 400),
        (b"[" * 100_000, "The file nests lists and objects too deeply.", 400),
        (b'{"a":' * 100_000, "The file nests lists and objects too deeply.", 400),
        (b"[" + b"9" * 5000 + b"]", "The file holds a number that is too long to be one.", 400),
    ],
)
def test_what_is_no_plain_json_is_refused(content: bytes, sentence: str, status: int) -> None:
    with pytest.raises(UploadRefused) as refusal:
        read_json(content)

    assert str(refusal.value).startswith(sentence)
    assert refusal.value.status == status
