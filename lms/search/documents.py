"""What a searchable document is made of: analysis for Chinese, an alias, a version to tell drift by."""

from typing import ClassVar

from django.conf import settings
from elasticsearch_dsl import Document, Integer, Keyword, Text, analyzer
from elasticsearch_dsl.query import Bool, MultiMatch, Query

from lms.search.text import words

# Lucene's answer to text without spaces: pairs of neighboring characters. One character alone makes no pair, hence the second field.
_BIGRAMS = analyzer("chinese_bigrams", tokenizer="standard", filter=["cjk_width", "lowercase", "cjk_bigram"])
_CHARACTERS = analyzer("chinese_characters", tokenizer="standard", filter=["cjk_width", "lowercase"])


class ChineseText(Text):  # type: ignore[misc]  # elasticsearch-dsl's classes are untyped here
    """Text found by any run of its Han characters and by the beginning of its Latin words."""

    name = "text"

    def __init__(self) -> None:
        super().__init__(analyzer=_BIGRAMS, fields={"characters": Text(analyzer=_CHARACTERS)})


class SearchDocument(Document):  # type: ignore[misc]  # elasticsearch-dsl's classes are untyped here
    """Base of the documents. A subclass sets ``alias`` and its fields; its ``meta.id`` is the row's primary key."""

    alias: ClassVar[str]
    # Changes whenever the indexed content does; what the drift check compares.
    version = Keyword(index=False)

    @classmethod
    def alias_name(cls) -> str:
        return f"{settings.ELASTICSEARCH_PREFIX}_{cls.alias}"


def every_word(text: str, *, field: str) -> Query:
    """Every word of ``text`` is found in a ``ChineseText`` field, as it stands there."""
    fields = [field, f"{field}.characters"]
    return Bool(
        filter=[
            MultiMatch(query=word, type="phrase_prefix", fields=fields, max_expansions=200, zero_terms_query="all")
            for word in words(text)
        ]
    )


__all__ = ["ChineseText", "Integer", "Keyword", "SearchDocument", "every_word"]
