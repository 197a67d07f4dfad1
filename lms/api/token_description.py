"""The description of the address that gives access tokens: allauth's identity provider answers there, not ninja."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.api.enums import Scope
from lms.api.operations import describe_refusals
from lms.api.quotas import QuotaSpent
from lms.api.refusals import refusal_of

BASIC = "ClientSecret"
_FORM = {
    "type": "object",
    "properties": {
        "grant_type": {"const": "client_credentials", "description": _("No other grant is given.")},
        "scope": {
            "type": "string",
            "description": _("Scopes of the key, separated by spaces; without it, all of them."),
        },
        "client_id": {"type": "string", "description": _("The first part of the key, where it is not sent by Basic.")},
        "client_secret": {
            "type": "string",
            "description": _("The second part of the key, where it is not sent by Basic."),
        },
    },
    "required": ["grant_type"],
}
_TOKEN = {
    "type": "object",
    "properties": {
        "access_token": {"type": "string", "description": _("To be sent in the header Authorization: Bearer.")},
        "token_type": {"const": "Bearer", "description": _("How it is sent.")},
        "expires_in": {"type": "integer", "description": _("The seconds for which it is good.")},
        "scope": {"type": "string", "description": _("What it is good for.")},
    },
    "required": ["access_token", "token_type", "expires_in", "scope"],
}
_ERROR = {
    "type": "object",
    "properties": {
        "error": {"type": "string", "description": _("A code of RFC 6749.")},
        "error_description": {"type": "string", "description": _("What is wrong, in English.")},
    },
    "required": ["error"],
}


def describe_token_address() -> dict[str, Any]:
    """Refusals are as RFC 6749 has them, for the libraries that read them; but for the limit, which is ours."""
    return {
        "post": {
            "operationId": "oauth_token",
            "tags": [_("Access tokens")],
            "summary": _("Get an access token"),
            "description": _("OAuth 2.0, client credentials. A token is good for an hour, and ends with its key."),
            "x-scopes": [],
            "security": [{BASIC: []}, {}],
            "requestBody": {
                "required": True,
                "content": {
                    "application/x-www-form-urlencoded": {
                        "schema": _FORM,
                        "example": {"grant_type": "client_credentials", "scope": Scope.VERIFY.value},
                    }
                },
            },
            "responses": {
                200: {
                    "description": _("A token"),
                    "content": {
                        "application/json": {
                            "schema": _TOKEN,
                            "example": {
                                "access_token": "…",
                                "token_type": "Bearer",
                                "expires_in": 3600,
                                "scope": Scope.VERIFY.value,
                            },
                        }
                    },
                },
                400: _oauth_error("invalid_scope", _("The grant or the scope is not one that this key gets.")),
                401: _oauth_error("invalid_client", _("The key is not one of ours, has expired or was ended.")),
                **describe_refusals([refusal_of(QuotaSpent)]),
            },
        }
    }


def _oauth_error(code: str, meaning: Any) -> dict[str, Any]:
    return {
        "description": meaning,
        "content": {"application/json": {"schema": _ERROR, "example": {"error": code}}},
    }
