from datetime import date

import pytest

from certification.credit import services
from certification.credit.models import CreditProfile
from certification.credit.queries import score_profile
from certification.credit.tasks import advance_records
from lms.accounts.enums import ConsentKind
from lms.accounts.models import Practitioner
from lms.accounts.services import withdraw_consent
from lms.accounts.signals import practitioner_registered
from tests.cast import NOW
from tests.certification.credit.cast import DAY

pytestmark = pytest.mark.django_db


def test_profile_opens_once(practitioner: Practitioner) -> None:
    first = services.open_profile(practitioner=practitioner, now=NOW)
    again = services.open_profile(practitioner=practitioner, now=NOW + DAY)

    assert (first, again.opened_on) == (again, date(2025, 6, 2))


def test_registration_opens_the_profile(practitioner: Practitioner) -> None:
    practitioner_registered.send(Practitioner, practitioner=practitioner, now=NOW)

    assert CreditProfile.objects.get().practitioner == practitioner


def test_withdrawn_consent_unrates_at_once_and_only_from_then(profile: CreditProfile) -> None:
    withdraw_consent(practitioner=profile.practitioner, kind=ConsentKind.PUBLISH_PROFILE, now=NOW)

    assert score_profile(profile, NOW).score.level == "unrated"
    assert score_profile(profile, NOW - DAY).score.level == "A"


def test_task_lapses_what_is_due(db: None) -> None:
    assert advance_records() is None
