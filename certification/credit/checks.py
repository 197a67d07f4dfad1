"""Are the days off entered of every year into which periods run?"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register  # noqa: A004 - Django's name
from django.db import DatabaseError
from django.utils import timezone


@register(deploy=True)
def check_working_calendar(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    from certification.credit.queries import years_without_calendar  # noqa: PLC0415 - models are ready only now

    try:
        years = years_without_calendar(timezone.localdate())
    except DatabaseError:
        # Before the first migration there is no such table.
        return []
    hint = (
        "Add a credit rule set whose calendar has the days of the State Council's notice; docs/operations.md says how."
    )
    return [
        Warning(
            f"No days off of {year} are entered: periods in working days end too early.", hint=hint, id="credit.W001"
        )
        for year in years
    ]
