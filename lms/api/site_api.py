"""The one API of the site: routers of the apps are added to it where the addresses are (``lms.urls``)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern
from django.utils.translation import gettext_noop
from ninja import NinjaAPI

from lms.api.problems import answer_with_problems, problem
from lms.api.quotas import show_allowances
from lms.api.refusals import NOT_ALLOWED


class PlatformApi(NinjaAPI):
    @property
    def urls(self) -> tuple[list[Any], str, str]:
        """Where a method is refused, too, the refusal has the form of all others."""
        patterns, app_name, namespace = super().urls
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = _refusing_methods(pattern.callback)
        return patterns, app_name, namespace

    def create_response(self, request: HttpRequest, data: Any, **how: Any) -> HttpResponse:
        """Nothing is cached: what a certificate is worth is asked for anew each time."""
        response = super().create_response(request, data, **how)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        show_allowances(response, getattr(request, "api_allowances", []))
        return response


def _refusing_methods(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = view(request, *args, **kwargs)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        refused = problem(request, NOT_ALLOWED)
        refused["Allow"] = response["Allow"]
        return refused

    return answered


def make_api() -> PlatformApi:
    api = PlatformApi(
        title=gettext_noop("Verification API"),
        version="1.0.0",
        description=gettext_noop("Checks certificates of the association by machine, one by one or up to 500 at once."),
        # The description has a page of our own, which works without scripts and in both languages.
        openapi_url=None,
        docs_url=None,
        urls_namespace="api",
    )
    answer_with_problems(api)
    return api
