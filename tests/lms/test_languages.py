import pytest
from django.utils import translation

from lms.languages import pick_language


@pytest.mark.parametrize(
    ("language", "english", "shown"),
    [
        ("zh-hans", "Lecture", "讲座"),
        ("en", "Lecture", "Lecture"),
        ("en-gb", "Lecture", "Lecture"),
        ("en", "", "讲座"),
        ("zh", "", "讲座"),
    ],
)
def test_reader_gets_their_language_and_chinese_where_there_is_no_other(
    language: str, english: str, shown: str
) -> None:
    with translation.override(language):
        assert pick_language("讲座", english) == shown


def test_without_any_language_it_is_chinese() -> None:
    with translation.override(None):
        assert pick_language("讲座", "Lecture") == "讲座"
