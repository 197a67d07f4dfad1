"""Tells scripts and visitors what the demonstration holds."""

from datetime import datetime

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.db.models import F
from django.urls import reverse

from certification.certificates.models import Certificate
from certification.certificates.queries import with_status
from certification.sittings.models import Sitting
from courses.catalogue.models import CourseRun
from courses.enrollment.queries import with_seats
from lms.accounts.enums import ConsentKind
from lms.accounts.models import Practitioner
from lms.accounts.queries import has_consent
from lms.demo import accounts
from lms.demo.examples import EXAMPLES_FIRST, absolute, describe_certificate, describe_employers, describe_register
from lms.demo.services import OPEN_SITTING

_STATUSES = ("valid", "suspended", "expired", "revoked", "replaced")
_TOTP_SECONDS = 30


def describe_demo(*, now: datetime) -> dict[str, object]:
    """Accounts by role, and one example of each thing, as JSON values."""
    enrolling = with_seats(CourseRun.objects.filter(enrollment_closes_at__gt=now, enrollment_opens_at__lte=now))
    runs = enrolling.filter(starts_at__gt=now)
    return {
        "site": settings.SITE_URL,
        "accounts": _accounts(),
        "run_with_free_seats": _run(runs.filter(seats_taken__lt=F("capacity")).order_by("starts_at", "pk").first()),
        "full_run": _run(runs.filter(seats_taken__gte=F("capacity")).order_by("starts_at", "pk").first()),
        # For an hour and a half after the demonstration was made.
        "run_under_way": _run(enrolling.filter(starts_at__lte=now).order_by("starts_at", "pk").first()),
        "open_sitting": _sitting(Sitting.objects.get(code=OPEN_SITTING)),
        "certificates": [_certificate(status, now=now) for status in _STATUSES],
        "public_profile": _profile(consented=True),
        "private_profile": _profile(consented=False),
        **describe_register(now=now),
        **describe_employers(),
    }


def second_factors(*, now: datetime) -> list[tuple[str, str]]:
    """Each staff address with its six digits of this half minute."""
    emails = [account.email for account in accounts.STAFF] + [accounts.ADMINISTRATOR_EMAIL]
    counter = int(now.timestamp()) // _TOTP_SECONDS
    return [(email, format_hotp_value(hotp_value(accounts.totp_secret(email), counter))) for email in emails]


def _accounts() -> dict[str, dict[str, str]]:
    described = {key: _account(email) for key, email in (accounts.PRACTITIONERS | accounts.EMPLOYERS).items()}
    for staff in accounts.STAFF:
        described[staff.key] = _account(staff.email) | {"totp_secret": accounts.totp_secret(staff.email)}
    email = accounts.ADMINISTRATOR_EMAIL
    described["administrator"] = _account(email) | {"totp_secret": accounts.totp_secret(email)}
    return described


def _account(email: str) -> dict[str, str]:
    return {"email": email, "password": accounts.password(email)}


def _run(run: CourseRun | None) -> dict[str, str] | None:
    if run is None:
        return None
    return {"code": run.code, "url": absolute(reverse("cms:course", args=[run.course.code]))}


def _sitting(sitting: Sitting) -> dict[str, str]:
    url = reverse("sittings:assessment", args=[sitting.assessment.code])
    return {"code": sitting.code, "assessment": sitting.assessment.code, "url": absolute(url)}


def _certificate(status: str, *, now: datetime) -> dict[str, str] | None:
    certificates = with_status(Certificate.objects.filter(paper_record=None), at=now)
    return describe_certificate(certificates.filter(status=status).order_by(*EXAMPLES_FIRST).first())


def _profile(*, consented: bool) -> dict[str, str] | None:
    for practitioner in Practitioner.objects.order_by("pk"):
        if has_consent(practitioner, ConsentKind.PUBLISH_PROFILE) is consented:
            url = reverse("credit:public_profile", args=[practitioner.public_id])
            return {"name": practitioner.name, "public_id": str(practitioner.public_id), "url": absolute(url)}
    return None
