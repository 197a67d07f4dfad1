"""Search on Elasticsearch; no other part of the project imports its client."""

from lms.search.connection import SearchUnavailable, is_enabled
from lms.search.documents import ChineseText, Integer, Keyword, SearchDocument, every_word
from lms.search.index import delete_documents, has_index, index_documents, indexed_versions, rebuild, search_ids
from lms.search.text import normalize, words

__all__ = [
    "ChineseText",
    "Integer",
    "Keyword",
    "SearchDocument",
    "SearchUnavailable",
    "delete_documents",
    "every_word",
    "has_index",
    "index_documents",
    "indexed_versions",
    "is_enabled",
    "normalize",
    "rebuild",
    "search_ids",
    "words",
]
