"""What the person concerned is told about each move."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.credit.enums import RecordState
from certification.credit.models import CreditRecord, CreditStep
from certification.credit.queries import due_on, item_title, rules_of, working_calendar
from lms.notifications.services import notify

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as _Lazy

_TEXTS: dict[str, tuple["_Lazy", "_Lazy"]] = {
    RecordState.NOTICED: (
        _("A matter concerning your credit profile: please state your position"),
        _(
            "The association is examining this matter: {title}. You can state your position on your credit page until {due}. "
            "Nothing counts before it has been decided and served."
        ),
    ),
    RecordState.HEARD: (
        _("The hearing in your matter is closed"),
        _(
            "The hearing about “{title}” is closed. The matter now goes to the people who decide; the proposer is not among them."
        ),
    ),
    RecordState.DECIDED: (
        _("A decision on your credit profile has been made"),
        _(
            "It was decided to record “{title}” ({points} points). It does not count yet; the next step is on your credit page."
        ),
    ),
    RecordState.SERVED: (
        _("A decision on your credit profile has been served on you"),
        _("The decision on “{title}” ({points} points) has been served. It can take effect after {due}."),
    ),
    RecordState.EFFECTIVE: (
        _("Your credit profile has a new record in effect"),
        _("“{title}” ({points} points) counts in your credit profile from {effective}."),
    ),
    RecordState.EXPIRED: (
        _("A record of your credit profile has lapsed"),
        _("“{title}” ({points} points) no longer counts in your credit profile."),
    ),
    RecordState.REVOKED: (
        _("A record of your credit profile has been taken back"),
        _("“{title}” ({points} points) does not count any more. The reason is on your credit page."),
    ),
}


def tell_person(*, record: CreditRecord, step: CreditStep, now: datetime) -> None:
    """Nothing is said of a draft that is dropped before the person heard of it."""
    if record.state not in _TEXTS or (step.from_state == RecordState.DRAFT and record.state == RecordState.REVOKED):
        return
    subject, body = _TEXTS[record.state]
    rules = rules_of(record.rule_set)
    notify(
        recipient=record.profile.practitioner.user,
        key=f"credit-step-{step.pk}",
        subject=subject,
        # Lazy to the last word: the message is written in the site's language, not the officer's.
        body=format_lazy(
            body,
            title=_title(rules, record.code, record.variant),
            points=f"{record.points:+d}",
            due=_day(due_on(record, rules, working_calendar())),
            effective=_day(record.effective_on),
        ),
        path=reverse("credit:my_credit"),
        now=now,
    )


_title = lazy(item_title, str)


def _day_text(day: date | None) -> str:
    return date_format(day) if day else ""


_day = lazy(_day_text, str)
