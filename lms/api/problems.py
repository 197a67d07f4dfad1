"""Refusals as answers: application/problem+json (RFC 9457) in the caller's language."""

import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from lms.api.quotas import QuotaSpent, show_allowances
from lms.api.refusals import (
    CONTENT_TYPE,
    INVALID,
    NOT_THERE,
    TOO_LARGE,
    UNREADABLE,
    Refusal,
    body_of,
    refusal_of,
)
from lms.errors import DomainError

_MOST_ERRORS = 50
# What pydantic says in English only; the type stands beside the sentence for programs.
_SENTENCES: dict[str, Promise] = {
    "missing": gettext_lazy("This field is missing."),
    "extra_forbidden": gettext_lazy("Nothing is known of a field of this name."),
    "string_type": gettext_lazy("This must be a text."),
    "string_too_long": gettext_lazy("This is too long."),
    "string_too_short": gettext_lazy("This is too short."),
    "string_unicode": gettext_lazy("This text holds characters that are none."),
    "list_type": gettext_lazy("This must be a list."),
    "too_long": gettext_lazy("These are too many."),
    "too_short": gettext_lazy("These are too few."),
    "int_parsing": gettext_lazy("This must be a whole number."),
    "int_type": gettext_lazy("This must be a whole number."),
    "greater_than_equal": gettext_lazy("This is too small."),
    "less_than_equal": gettext_lazy("This is too large."),
    "uuid_parsing": gettext_lazy("This is not a UUID."),
    "uuid_type": gettext_lazy("This is not a UUID."),
}


def problem(request: HttpRequest, refusal: Refusal, errors: list[dict[str, str]] | None = None) -> HttpResponse:
    content = json.dumps(body_of(refusal, errors), cls=DjangoJSONEncoder, ensure_ascii=False)
    response = HttpResponse(content, status=refusal.status, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    show_allowances(response, getattr(request, "api_allowances", []))
    return response


def refuse(request: HttpRequest, error: DomainError) -> HttpResponse:
    response = problem(request, refusal_of(error))
    if isinstance(error, QuotaSpent):
        show_allowances(response, error.allowances)
    retry_after = getattr(error, "retry_after", None)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def answer_with_problems(api: NinjaAPI) -> None:
    """Every error that the API gives has this one form; what is a bug still raises."""
    api.add_exception_handler(DomainError, _refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(Http404, _not_there)
    api.add_exception_handler(RequestDataTooBig, _too_big)


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return refuse(request, error)


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    errors = [
        {"field": _field(each["loc"]), "code": each["type"], "message": _sentence(each["type"])}
        for each in error.errors
    ]
    return problem(request, INVALID, errors[:_MOST_ERRORS])


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, UNREADABLE._replace(status=error.status_code))


def _not_there(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, NOT_THERE)


def _too_big(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, TOO_LARGE)


def _field(path: Iterable[object]) -> str:
    """Without what ninja puts in front: where the value came from, and the name of our parameter."""
    parts = [str(part) for part in path]
    return ".".join(parts[2:] or parts[1:])


def _sentence(type_: str) -> str:
    return str(_SENTENCES.get(type_) or _("This is not of the kind that is asked for."))
