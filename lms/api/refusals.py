"""What the API refuses, and in which words: a sentence for people, and a code for their program. Said in a language only when it is sent."""

from http import HTTPStatus
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.errors import DomainError

CONTENT_TYPE = "application/problem+json"

TITLES: dict[int, Promise] = {
    400: _("Bad request"),
    401: _("Not authorized"),
    403: _("Forbidden"),
    404: pgettext_lazy("status of an answer", "Not found"),
    405: _("Method not allowed"),
    409: _("Conflict"),
    413: _("Request too large"),
    422: _("Request not as described"),
    429: _("Too many requests"),
}


PROBLEM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "type": {"const": "about:blank"},
        "title": {"type": "string", "description": _("What the status means.")},
        "status": {"type": "integer", "description": _("The status of the answer.")},
        "detail": {"type": "string", "description": _("A sentence for people, in the language asked for.")},
        "code": {"type": "string", "description": _("The reason, for your program.")},
        "errors": {
            "type": "array",
            "description": _("Of a request that is not as described: each field that is wrong."),
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("field", "code", "message")},
                "required": ["field", "code", "message"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "code"],
}


class Refusal(NamedTuple):
    """``code`` is for programs, ``detail`` for people."""

    status: int
    code: str
    detail: str | Promise


UNREADABLE = Refusal(400, "unreadable", _("The body of the request is not JSON in UTF-8."))
NOT_THERE = Refusal(404, "not_found", _("There is nothing at this address, or nothing that this key may see."))
NOT_ALLOWED = Refusal(405, "not_allowed", _("This address does not take this method. It takes those that Allow names."))
TOO_LARGE = Refusal(413, "too_large", _("The request is too large. Send fewer certificates at once."))
INVALID = Refusal(
    422,
    "invalid",
    _("The request is not as the description says. Each field that is wrong is named under errors."),
)


def refusal_of(error: DomainError | type[DomainError]) -> Refusal:
    """``KeyUnknown`` has the code ``key_unknown``."""
    name = (error if isinstance(error, type) else type(error)).__name__
    code = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
    return Refusal(error.status, code, error.message)


def body_of(refusal: Refusal, errors: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """With sentences that are not said in any language yet."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(refusal.status) or HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "detail": refusal.detail,
        "code": refusal.code,
    }
    return body if errors is None else body | {"errors": errors}
