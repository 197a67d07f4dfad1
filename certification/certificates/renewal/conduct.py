"""Whether a severe credit record stands against somebody. Credit is a higher app, which registers itself here when it is ready."""

from collections.abc import Callable
from datetime import datetime

from lms.accounts.models import Practitioner

Provider = Callable[[Practitioner, datetime], bool]

_providers: list[Provider] = []


def register_provider(provider: Provider) -> None:
    if provider not in _providers:
        _providers.append(provider)


def unregister_provider(provider: Provider) -> None:
    _providers.remove(provider)


def has_severe_record(practitioner: Practitioner, now: datetime) -> bool:
    return any(provider(practitioner, now) for provider in _providers)
