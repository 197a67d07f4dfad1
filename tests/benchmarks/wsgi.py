"""Requests to the site as a server hands them over, without the network between."""

import json
from collections.abc import Callable
from io import BytesIO
from ipaddress import IPv4Address
from itertools import count
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory, override_settings

_FIRST_VISITOR = IPv4Address("10.0.0.1")


class UnexpectedAnswer(Exception):
    """A page that did not do its work is fast and proves nothing."""


def whole_site() -> WSGIHandler:
    return WSGIHandler()


def without_middleware() -> WSGIHandler:
    with override_settings(MIDDLEWARE=[]):
        return WSGIHandler()


def get(handler: WSGIHandler, path: str) -> Callable[[], bytes]:
    """Each from another address: a visitor who asked that often would be told to wait."""
    environ, visitors = RequestFactory().get(path).environ, count(int(_FIRST_VISITOR))
    return lambda: _answer(
        handler, environ | {"wsgi.input": BytesIO(b""), "REMOTE_ADDR": str(IPv4Address(next(visitors)))}
    )


def post_json(
    handler: WSGIHandler, path: str, body: Callable[[], dict[str, object]], cookies: dict[str, str]
) -> Callable[[], bytes]:
    """``cookies`` with a CSRF token are sent with the header that belongs to it."""
    headers = {"HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    if "csrftoken" in cookies:
        headers["HTTP_X_CSRFTOKEN"] = cookies["csrftoken"]
    environ = RequestFactory().post(path, b"{}", content_type="application/json").environ | headers

    def send() -> bytes:
        content = json.dumps(body()).encode()
        return _answer(handler, environ | {"wsgi.input": BytesIO(content), "CONTENT_LENGTH": str(len(content))})

    return send


def _answer(handler: WSGIHandler, environ: dict[str, Any]) -> bytes:
    said: list[Any] = []

    def start(status: str, headers: object, error: object = None, /) -> Callable[[bytes], object]:
        said.append(status)
        return said.append  # the old way to write, which Django does not use

    response = handler(environ, start)
    content = b"".join(response)
    response.close()
    if not said[0].startswith("200"):
        raise UnexpectedAnswer(f"{environ['PATH_INFO']}: {said[0]}")
    return content
