"""The OpenAPI description in the reader's language."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.api.enums import Scope
from lms.api.operations import HEADERS, KEY, TOKEN
from lms.api.refusals import PROBLEM
from lms.api.site_api import PlatformApi
from lms.api.token_description import BASIC, describe_token_address

_READ_BY_PEOPLE = {"title", "summary", "description"}


def describe(api: PlatformApi) -> dict[str, Any]:
    """The names stay; what people read is said in their language."""
    schema = dict(api.get_openapi_schema())
    token = reverse("api_token")
    paths = schema["paths"] | {token: describe_token_address()}
    components = schema["components"] | {
        "schemas": schema["components"]["schemas"] | {"Problem": PROBLEM},
        "headers": HEADERS,
        "securitySchemes": _ways_in(token),
    }
    described: dict[str, Any] = _say(schema | {"paths": paths, "components": components})
    for operations in described["paths"].values():
        for operation in operations.values():
            operation["responses"] = dict(sorted(operation["responses"].items()))
    return described


def _ways_in(token: str) -> dict[str, Any]:
    return {
        KEY: {
            "type": "http",
            "scheme": "bearer",
            "description": _("The API key itself, as it was shown when it was made: tjip_…."),
        },
        TOKEN: {
            "type": "oauth2",
            "description": _("An access token that was given for a key (client credentials)."),
            "flows": {
                "clientCredentials": {
                    "tokenUrl": token,
                    "scopes": {scope.value: scope.label for scope in Scope},
                }
            },
        },
        BASIC: {
            "type": "http",
            "scheme": "basic",
            "description": _("The two parts of a key as user name and password."),
        },
    }


def _say(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _(each) if key in _READ_BY_PEOPLE and isinstance(each, str) and each else _say(each)
            for key, each in value.items()
        }
    return [_say(each) for each in value] if isinstance(value, list) else value
