"""The demonstration's people keep office hours, whenever it is made."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from certification.certificates.models import CertificateEvent
from certification.sittings.models import Sitting
from courses.catalogue.models import CourseRun
from lms.audit.models import AuditEntry
from lms.demo.moments import TIANJIN
from lms.demo.services import OPEN_SITTING, build_demo

pytestmark = pytest.mark.django_db


def test_demo_made_at_night_has_plausible_hours_and_a_sitting_that_is_open(emptied: None) -> None:
    call_command("make_keys", stdout=StringIO())
    # 00:44 in Tianjin, which is the day before in UTC.
    night = datetime(2026, 11, 22, 16, 44, 12, 345, tzinfo=UTC)

    assert build_demo(now=night)

    for sitting in Sitting.objects.all():
        assert [f"{at.astimezone(TIANJIN):%H:%M}" for at in (sitting.opens_at, sitting.closes_at)] == ["09:00", "18:00"]
    open_sitting = Sitting.objects.get(code=OPEN_SITTING)
    assert open_sitting.opens_at <= night
    assert open_sitting.registration_closes_at >= night + timedelta(hours=2)
    begun = CourseRun.objects.get(starts_at__lte=night, enrollment_closes_at__gt=night)
    assert begun.starts_at.minute % 15 == 0
    assert begun.ends_at >= night + timedelta(minutes=90)
    # What was issued on paper is known by its day.
    events = CertificateEvent.objects.filter(certificate__paper_record=None).exclude(at=night)
    hours = {at.astimezone(TIANJIN).hour for at in events.values_list("at", flat=True)}
    assert hours <= set(range(9, 18))
    # Who was given which rights is noted by the clock, and the clock of this test goes on.
    later = AuditEntry.objects.filter(at__gt=night).exclude(action="accounts.change_rights")
    assert list(later) == []
