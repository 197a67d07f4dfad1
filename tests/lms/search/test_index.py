"""The index on a real Elasticsearch node."""

from collections.abc import Iterator
from typing import ClassVar

import pytest
from pytest_django import Settings

from lms import search


class Note(search.SearchDocument):
    alias: ClassVar[str] = "notes"
    text = search.ChineseText()

    class Index:
        name = "notes"


def make_note(pk: int, text: str, version: str = "1") -> Note:
    return Note(meta={"id": pk}, text=text, version=version)


@pytest.fixture
def notes(elasticsearch_url: str, settings: Settings) -> Iterator[type[Note]]:
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_PREFIX = "test"
    search.rebuild(Note, [make_note(1, "知识产权与创新大讲堂"), make_note(2, "PCT申请实务 patent drafting")])
    yield Note
    search.rebuild(Note, [])


def found(text: str) -> list[int]:
    return sorted(search.search_ids(Note, search.every_word(text, field="text")))


pytestmark = pytest.mark.elasticsearch


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("创新", [1]),
        ("讲堂", [1]),
        ("堂", [1]),
        ("与创", [1]),
        ("产权 创新", [1]),
        ("新创", []),
        ("创新 申请", []),
        ("ＰＣＴ申请", [2]),
        ("draft", [2]),
        ("申请实务 PAT", [2]),
    ],
)
def test_search_finds_chinese_inside_longer_titles(notes: type[Note], text: str, ids: list[int]) -> None:
    assert found(text) == ids


def test_rebuild_leaves_only_the_new_rows(notes: type[Note]) -> None:
    assert search.rebuild(notes, [make_note(3, "商标异议")]) == 1

    assert search.indexed_versions(notes) == {3: "1"}


def test_index_replaces_and_delete_forgets(notes: type[Note]) -> None:
    search.index_documents(notes, [make_note(1, "版权登记", version="2")])
    search.delete_documents(notes, [2, 99])

    assert search.indexed_versions(notes) == {1: "2"}
    assert found("创新") == []
    assert found("版权") == [1]


def test_write_before_the_first_rebuild_is_refused(elasticsearch_url: str, settings: Settings) -> None:
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_PREFIX = "never_built"

    with pytest.raises(search.SearchUnavailable):
        search.index_documents(Note, [make_note(1, "x")])
    assert not search.has_index(Note)
