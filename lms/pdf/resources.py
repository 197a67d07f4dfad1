"""What a document may reach: WeasyPrint's own fetcher would embed any file of the server and call any address."""

import mimetypes
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

_STATIC = "static:"


class ResourceRefused(FatalURLFetchingError):  # type: ignore[misc]  # WeasyPrint ships no types
    """Ends the rendering: a document with a hole in it is worse than none."""


class OwnResources(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Gives ``data:`` addresses and the site's static files (``static:certificates/frame.svg``), nothing else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith("data:"):
            return super().fetch(url, headers)
        if not url.startswith(_STATIC):
            raise ResourceRefused(f"A document may not load {url.split(':', 1)[0]}: addresses.")
        name = url.removeprefix(_STATIC)
        try:
            path = finders.find(name)
        except SuspiciousFileOperation as error:
            raise ResourceRefused(f"{name} is no static file.") from error
        if not isinstance(path, str):
            raise ResourceRefused(f"There is no static file {name}.")
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return URLFetcherResponse(url, Path(path).read_bytes(), {"Content-Type": kind})
