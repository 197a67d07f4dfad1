"""The one connection to Elasticsearch, and the error that tells a caller to do without."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.helpers import BulkIndexError

# A page waits no longer than this before the database answers instead; the worker has time.
PAGE_SECONDS = 1.0
WORK_SECONDS = 30.0


class SearchUnavailable(Exception):
    """Elasticsearch did not answer, or not as asked. A page answers from the database, a task lets the next run try."""


def is_enabled() -> bool:
    return bool(settings.ELASTICSEARCH_URL)


@contextmanager
def client(*, seconds: float) -> Iterator[Elasticsearch]:
    """A client whose failures surface as ``SearchUnavailable``."""
    try:
        yield _client(settings.ELASTICSEARCH_URL).options(request_timeout=seconds, max_retries=0)
    except (TransportError, ApiError, BulkIndexError) as error:
        raise SearchUnavailable(f"{type(error).__name__}: {error}") from error


@lru_cache(maxsize=4)
def _client(url: str) -> Elasticsearch:
    return Elasticsearch(url)
