"""What a document may reach: WeasyPrint's own fetcher would embed any file of the server and call any address."""

import mimetypes
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from PIL import ImageFile
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from lms.pdf.faces import working_face

# WeasyPrint has Pillow make do with half a picture, in the whole process: uploads would be taken that break off.
ImageFile.LOAD_TRUNCATED_IMAGES = False
_STATIC = "static:"
_FACE = "face:"


class ResourceRefused(FatalURLFetchingError):  # type: ignore[misc]  # WeasyPrint ships no types
    """Ends the rendering: a document with a hole in it is worse than none."""


class OwnResources(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Gives ``data:`` addresses, the site's static files (``static:certificates/frame.svg``) and working faces, nothing else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith("data:"):
            return super().fetch(url, headers)
        if url.startswith(_FACE):
            return _give(url, _face(url.removeprefix(_FACE)), "font/ttf")
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
        return _give(url, Path(path), kind)


def _face(name: str) -> Path:
    try:
        return working_face(name)
    except LookupError as error:
        raise ResourceRefused(f"No document is set in {name}.") from error


def _give(url: str, path: Path, kind: str) -> URLFetcherResponse:
    return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})
