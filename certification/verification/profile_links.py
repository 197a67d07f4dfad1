"""Where a verified certificate may lead on to. The credit profile is a higher app, which registers itself here when it is ready."""

from collections.abc import Callable
from datetime import datetime

from lms.accounts.models import Practitioner

# (practitioner, moment) -> the path of the holder's public page, or nothing where they have not agreed to one
Provider = Callable[[Practitioner, datetime], str | None]

_providers: list[Provider] = []


def register_provider(provider: Provider) -> None:
    if provider not in _providers:
        _providers.append(provider)


def unregister_provider(provider: Provider) -> None:
    _providers.remove(provider)


def public_profile_path(practitioner: Practitioner, now: datetime) -> str | None:
    paths = (provider(practitioner, now) for provider in _providers)
    return next((path for path in paths if path), None)
