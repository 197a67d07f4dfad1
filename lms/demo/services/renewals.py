"""Certificates that end in six weeks: one is renewed, one waits for the registrar, one holder has only been reminded."""

from datetime import datetime

from certification.certificates.models import Certificate
from certification.certificates.services import apply_for_renewal, grant_renewal, send_renewal_reminders
from lms.accounts.models import User
from lms.demo.moments import moment


def renew_certificates(*, sitting: str, registrar: User, now: datetime) -> None:
    """The holders of the sitting's certificates have kept up their hours, as the annual training gives them."""
    send_renewal_reminders(now=moment(-45, "09:00", now=now))
    ending = Certificate.objects.filter(result__attempt__registration__sitting__code=sitting)
    renewed, applied = ending.select_related("practitioner__user").order_by("pk")[:2]
    renewal = apply_for_renewal(certificate=renewed, applicant=renewed.holder.user, now=moment(-20, "10:00", now=now))
    grant_renewal(renewal=renewal, decided_by=registrar, now=moment(-12, "15:00", now=now))
    apply_for_renewal(certificate=applied, applicant=applied.holder.user, now=moment(-3, "10:00", now=now))
