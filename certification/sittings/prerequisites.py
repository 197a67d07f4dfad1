"""Which assessments a practitioner holds. Certificates belong to a higher app, which registers itself here when it is ready."""

from collections.abc import Callable, Collection
from datetime import datetime

from certification.sittings.models import Assessment
from lms.accounts.models import Practitioner

# (practitioner, assessments asked about, moment) -> primary keys of those held
Provider = Callable[[Practitioner, Collection[Assessment], datetime], set[int]]

_providers: list[Provider] = []


def register_provider(provider: Provider) -> None:
    if provider not in _providers:
        _providers.append(provider)


def unregister_provider(provider: Provider) -> None:
    _providers.remove(provider)


def held(practitioner: Practitioner, assessments: Collection[Assessment], now: datetime) -> set[int]:
    return {pk for provider in _providers for pk in provider(practitioner, assessments, now)}
