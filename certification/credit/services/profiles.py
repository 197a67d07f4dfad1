from datetime import datetime

from django.db import transaction
from django.utils import timezone

from certification.credit.models import CreditProfile
from lms.accounts.models import Practitioner
from lms.audit.services import record_entry


@transaction.atomic
def open_profile(*, practitioner: Practitioner, now: datetime) -> CreditProfile:
    """The practitioner's profile, opened today unless it is open already."""
    profile, created = CreditProfile.objects.get_or_create(
        practitioner=practitioner, defaults={"opened_on": timezone.localdate(now)}
    )
    if created:
        record_entry(action="credit.open_profile", subject=profile, actor=practitioner.user, now=now)
    return profile
