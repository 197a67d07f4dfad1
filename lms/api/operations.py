"""What an operation of the API has beside its own answer: who may ask, and every refusal that it can give, for ninja and for the description."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.api.callers import KeyMissing, KeyUnknown, ScopeMissing, requires
from lms.api.enums import Scope
from lms.api.quotas import QuotaSpent
from lms.api.refusals import CONTENT_TYPE, TITLES, Refusal, body_of, refusal_of
from lms.errors import DomainError

KEY, TOKEN = "ApiKey", "OAuth2"
_ALLOWANCES = ("RateLimit", "RateLimit-Policy")
_OF_STATUS = {401: ("WWW-Authenticate",), 429: ("Retry-After",)}
HEADERS: dict[str, Any] = {
    "RateLimit": {
        "description": _("What is left of each window of the key, and the seconds until it begins anew."),
        "schema": {"type": "string"},
        "example": '"minute";r=999;t=60, "day";r=19999;t=75600',
    },
    "RateLimit-Policy": {
        "description": _("How many certificates the key may ask for in each window, and its seconds."),
        "schema": {"type": "string"},
        "example": '"minute";q=1000;w=60, "day";q=20000;w=86400',
    },
    "Retry-After": {
        "description": _("The seconds to wait."),
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
        "required": True,
        "example": "60",
    },
    "WWW-Authenticate": {
        "description": _("How to authenticate."),
        "schema": {"type": "string"},
        "required": True,
        "example": "Bearer",
    },
}


def operation(
    scope: Scope,
    *,
    refuses: Sequence[Refusal | type[DomainError]],
    answers: object,
    asks: object = None,
    or_visitor: bool = False,
) -> dict[str, Any]:
    """What a router is told beside path, answer and words. ``asks``, ``answers``: an example of the body, and of the answer to it.

    ``refuses``: what is this operation's own; that a key is unknown, lacks the scope or has spent its quota is known of all.
    """
    own = [each if isinstance(each, Refusal) else refusal_of(each) for each in refuses]
    of_all = [refusal_of(KeyUnknown), refusal_of(ScopeMissing(scope)), refusal_of(QuotaSpent)]
    missing = [] if or_visitor else [refusal_of(KeyMissing)]
    extra: dict[str, Any] = {
        "x-scopes": [scope.value],
        "security": [{KEY: []}, {TOKEN: [scope.value]}, *([{}] if or_visitor else [])],
        "responses": {
            200: {"headers": _headers_of(200), "content": {"application/json": {"example": answers}}},
            **describe_refusals([*of_all, *missing, *own]),
        },
    }
    if asks is not None:
        extra["requestBody"] = {"content": {"application/json": {"example": asks}}}
    return {"auth": requires(scope, or_visitor=or_visitor), "openapi_extra": extra}


def describe_refusals(refusals: Sequence[Refusal]) -> dict[int, Any]:
    """By status; of one with several reasons, each is an example, and no other code is given."""
    by_status = groupby(sorted(refusals, key=lambda each: (each.status, each.code)), key=lambda each: each.status)
    return {status: _describe(status, list(same)) for status, same in by_status}


def _describe(status: int, refusals: list[Refusal]) -> dict[str, Any]:
    only = {"properties": {"status": {"const": status}, "code": {"enum": [each.code for each in refusals]}}}
    examples = {each.code: {"summary": each.detail, "value": body_of(each)} for each in refusals}
    return {
        "description": TITLES[status],
        "headers": _headers_of(status),
        "content": {
            CONTENT_TYPE: {"schema": {"allOf": [{"$ref": "#/components/schemas/Problem"}, only]}, "examples": examples}
        },
    }


def _headers_of(status: int) -> dict[str, Any]:
    names = (*_OF_STATUS.get(status, ()), *_ALLOWANCES)
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
