"""Who asks: an organization by its key or by a token made with it, or a visitor, where the router lets visitors in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Organization
from lms.api import services
from lms.api.enums import Scope
from lms.api.key_text import read_key_text
from lms.api.models import ApiKey
from lms.api.queries import key_of_prefix, token_of_value
from lms.api.quotas import key_windows, spend
from lms.errors import DomainError


class KeyMissing(DomainError):
    status = 401
    message = _("This needs an API key. Send it in the header Authorization: Bearer, or get an access token with it.")


class KeyUnknown(DomainError):
    status = 401
    message = _(
        "This key or token is not one of ours, has expired or was ended. Make a new one on your employer’s page, or ask the association for one."
    )


class ScopeMissing(DomainError):
    status = 403

    def __init__(self, scope: Scope) -> None:
        super().__init__(
            format_lazy(
                _("This key may not be used for this: it lacks the scope “{scope}”. Make one that has it."),
                scope=scope.value,
            )
        )


@dataclass(frozen=True)
class Caller:
    """``key`` is None for a visitor."""

    key: ApiKey | None

    @property
    def organization(self) -> Organization | None:
        return self.key.organization if self.key else None


class _Credential:
    """A refusal names what is wrong; no other way in is tried after it."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def _admit(self, request: HttpRequest, key: ApiKey | None, scopes: frozenset[str], now: datetime) -> Caller:
        if key is None or key.ended_at is not None or key.expires_at <= now:
            raise KeyUnknown
        if self.scope not in scopes:
            raise ScopeMissing(self.scope)
        charge(request, key, cost=1, now=now)
        services.note_use(key=key, now=now)
        return Caller(key)


class ApiKeyBearer(_Credential):
    """The key itself, as it was shown when it was made."""

    def __call__(self, request: HttpRequest) -> Caller | None:
        text = read_key_text(_bearer(request))
        if text is None:
            return None
        key = key_of_prefix(text.prefix)
        # Compared also where no key has the prefix, so that both refusals take the same work.
        proven = text.has_secret(key.secret_sha256 if key else "0" * 64)
        known = key if proven else None
        return self._admit(request, known, known.scope_set if known else frozenset(), timezone.now())


class AccessTokenBearer(_Credential):
    """An access token of OAuth 2.0 that was given for a key."""

    def __call__(self, request: HttpRequest) -> Caller | None:
        value = _bearer(request)
        if not value:
            return None
        token = token_of_value(value)
        key = key_of_prefix(token.client_id) if token and token.client_id else None
        scopes = frozenset(token.get_scopes()) & key.scope_set if token and key else frozenset()
        return self._admit(request, key, scopes, timezone.now())


def _visitor(request: HttpRequest) -> Caller | None:
    if "Authorization" in request.headers:
        raise KeyUnknown
    return Caller(None)


def _nobody(request: HttpRequest) -> Caller | None:
    raise KeyUnknown if "Authorization" in request.headers else KeyMissing


def requires(scope: Scope, *, or_visitor: bool = False) -> list[Callable[[HttpRequest], Caller | None]]:
    """Who is let in, for ninja's ``auth``; ``request.auth`` is the ``Caller`` then."""
    return [ApiKeyBearer(scope), AccessTokenBearer(scope), _visitor if or_visitor else _nobody]


def caller_of(request: HttpRequest) -> Caller:
    caller = getattr(request, "auth", None)
    return caller if isinstance(caller, Caller) else Caller(None)


def charge(request: HttpRequest, key: ApiKey, *, cost: int, now: datetime) -> None:
    """Takes ``cost`` from the key's quota; what is left goes into the answer's headers."""
    request.api_allowances = spend(key.prefix, cost=cost, windows=key_windows(), now=now)  # type: ignore[attr-defined]  # ours


def _bearer(request: HttpRequest) -> str:
    scheme, _space, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""
