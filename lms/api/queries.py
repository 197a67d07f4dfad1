"""Reads about keys."""

from allauth.idp.oidc.models import Token

from lms.accounts.models import Organization
from lms.api.models import ApiKey, ApiKeyQuerySet


def keys_of(organization: Organization) -> ApiKeyQuerySet:
    """The newest first, ended ones too."""
    keys = ApiKey.objects.filter(organization=organization).select_related("made_by", "ended_by")
    return keys.order_by("-made_at", "-pk")


def key_of_prefix(prefix: str) -> ApiKey | None:
    return ApiKey.objects.select_related("organization").filter(prefix=prefix).first()


def token_of_value(value: str) -> Token | None:
    """An access token that has not expired; only its hash is kept."""
    token: Token | None = Token.objects.lookup(Token.Type.ACCESS_TOKEN, value)
    return token
