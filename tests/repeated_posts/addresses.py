"""Which addresses of ours take a form: read from the URL patterns, so that a new one is found by itself."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

OUR_PACKAGES = {"lms", "courses", "certification", "cms"}


def writing_addresses() -> set[str]:
    """Names of the addresses that accept POST and whose view is our own; Wagtail's and allauth's views are theirs."""
    return {name for name, view in _named_views(get_resolver()) if _is_ours(view) and _accepts_post(view)}


def _named_views(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", pattern.callback
        else:
            yield from _named_views(pattern, prefix + (f"{pattern.namespace}:" if pattern.namespace else ""))


def _is_ours(view: Callable[..., Any]) -> bool:
    code = getattr(view, "view_class", None) or inspect.unwrap(view)
    return str(code.__module__).partition(".")[0] in OUR_PACKAGES


def _accepts_post(view: Callable[..., Any]) -> bool:
    """A class has the method; a function refuses it by a decorator, and one without takes whatever comes."""
    view_class = getattr(view, "view_class", None)
    if view_class is not None:
        return hasattr(view_class, "post")
    return all("POST" in methods for methods in _allowed_methods(view))


def _allowed_methods(view: Callable[..., Any]) -> Iterator[list[str]]:
    """What each ``require_http_methods`` around the function lets through."""
    layer: Callable[..., Any] | None = view
    while layer is not None:
        if inspect.isfunction(layer) and "request_method_list" in layer.__code__.co_freevars:
            yield inspect.getclosurevars(layer).nonlocals["request_method_list"]
        layer = getattr(layer, "__wrapped__", None)
