import pytest
from pytest_django import Settings

from lms import search
from lms.search.documents import SearchDocument
from tests.services.process import free_port


def test_search_is_disabled_without_an_address(settings: Settings) -> None:
    settings.ELASTICSEARCH_URL = ""

    assert not search.is_enabled()


def test_node_that_is_away_is_said_to_be_unavailable(settings: Settings) -> None:
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{free_port()}"

    class Away(SearchDocument):
        alias = "away"

    assert search.is_enabled()
    with pytest.raises(search.SearchUnavailable):
        search.search_ids(Away, search.every_word("创新", field="text"))
