"""Holders hear who checked their certificates: one letter a day, not one per look-up."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.employers.models import CheckedRow
from certification.employers.queries import holders_to_tell, rows_to_tell
from lms.accounts.models import User
from lms.notifications.services import notify
from lms.sweeps import each_by_itself

_MOST_NAMES = 10


def tell_holders(*, now: datetime) -> int:
    """Returns how many were told. A row is told about once, in the transaction that leaves the letter."""
    told = each_by_itself(holders_to_tell(), partial(_tell, now=now), failure="Holder %s could not be told.")
    return len(list(told))


@transaction.atomic
def _tell(holder: User, *, now: datetime) -> None:
    rows = list(rows_to_tell(holder).select_for_update(of=("self",)))
    if not rows:
        return
    names = sorted({row.check_run.organization.name for row in rows})
    notify(
        recipient=holder,
        key=f"employers.checked:{now.isoformat()}",
        subject=_("Employers have checked your certificates"),
        body=format_lazy(
            _("These have looked your certificates up: {employers}. Which certificate, when and how is on your page."),
            employers="、".join([*names[:_MOST_NAMES], *(["…"] if len(names) > _MOST_NAMES else [])]),
        ),
        path="/my/checks/",
        now=now,
    )
    CheckedRow.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=now)
