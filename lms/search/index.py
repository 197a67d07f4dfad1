"""Writing, reading and rebuilding the index behind a document's alias."""

import logging
import uuid
from collections.abc import Iterable, Iterator

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk, scan
from elasticsearch_dsl.query import Query

from lms.search.connection import PAGE_SECONDS, WORK_SECONDS, client
from lms.search.documents import SearchDocument

logger = logging.getLogger(__name__)

Documents = Iterable[SearchDocument]
MOST_HITS = 1000


def search_ids(document: type[SearchDocument], query: Query, *, limit: int = MOST_HITS) -> list[int]:
    """The rows that match, best first."""
    with client(seconds=PAGE_SECONDS) as elasticsearch:
        answer = elasticsearch.search(index=document.alias_name(), query=query.to_dict(), size=limit, source=False)
        return [int(hit["_id"]) for hit in answer["hits"]["hits"]]


def index_documents(document: type[SearchDocument], documents: Documents) -> None:
    with client(seconds=WORK_SECONDS) as elasticsearch:
        # Without require_alias a write before the first rebuild would make an index with guessed fields.
        bulk(elasticsearch, _writes(documents, document.alias_name()), refresh=True, require_alias=True)


def delete_documents(document: type[SearchDocument], ids: Iterable[int]) -> None:
    """Forgets rows; one that is not there is no error."""
    deletions = ({"_op_type": "delete", "_index": document.alias_name(), "_id": str(pk)} for pk in ids)
    with client(seconds=WORK_SECONDS) as elasticsearch:
        bulk(elasticsearch, deletions, refresh=True, require_alias=True, raise_on_error=False)


def rebuild(document: type[SearchDocument], documents: Documents) -> int:
    """Fills a new index, then turns the alias to it and drops the old ones in one step; returns how many documents it holds."""
    alias = document.alias_name()
    name = f"{alias}_{uuid.uuid4().hex[:12]}"
    with client(seconds=WORK_SECONDS) as elasticsearch:
        document._index.clone(name=name, using=elasticsearch).create()
        count, _errors = bulk(elasticsearch, _writes(documents, name), refresh=True)
        old = _indexes_behind(elasticsearch, alias)
        actions: list[dict[str, object]] = [{"remove_index": {"index": index}} for index in old]
        elasticsearch.indices.update_aliases(actions=[*actions, {"add": {"index": name, "alias": alias}}])
    logger.info("The index %s was rebuilt with %s documents.", name, count)
    return int(count)


def has_index(document: type[SearchDocument]) -> bool:
    with client(seconds=WORK_SECONDS) as elasticsearch:
        return bool(elasticsearch.indices.exists_alias(name=document.alias_name()))


def indexed_versions(document: type[SearchDocument]) -> dict[int, str]:
    """Each indexed row with the version that was indexed."""
    with client(seconds=WORK_SECONDS) as elasticsearch:
        hits = scan(elasticsearch, index=document.alias_name(), query={"_source": ["version"]})
        return {int(hit["_id"]): hit["_source"]["version"] for hit in hits}


def _indexes_behind(elasticsearch: Elasticsearch, alias: str) -> list[str]:
    if not elasticsearch.indices.exists_alias(name=alias):
        return []
    return sorted(elasticsearch.indices.get_alias(name=alias))


def _writes(documents: Documents, target: str) -> Iterator[dict[str, object]]:
    for document in documents:
        yield {"_index": target, "_id": str(document.meta.id), "_source": document.to_dict()}
