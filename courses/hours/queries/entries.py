"""What stands in a person's ledger."""

from datetime import date

from courses.catalogue.models import Course
from courses.hours.enums import SourceKind
from courses.hours.models import HoursEntry, HoursEntryQuerySet
from courses.hours.scoring import Half, HalfDay
from lms.accounts.models import Practitioner


def standing_entries(practitioner: Practitioner) -> HoursEntryQuerySet:
    """Bookings that no later row reverses."""
    return HoursEntry.objects.filter(practitioner=practitioner, source_kind=SourceKind.COURSE, reversed_by=None)


def minutes_counted(practitioner: Practitioner) -> dict[HalfDay, int]:
    """Per half-day what standing entries have used up of its limit."""
    used: dict[HalfDay, int] = {}
    for explanation in standing_entries(practitioner).filter(hours__gt=0).values_list("explanation", flat=True):
        for part in explanation["slices"]:
            half_day = HalfDay(date.fromisoformat(part["day"]), Half(part["half"]))
            used[half_day] = used.get(half_day, 0) + part["counted"]
    return used


def days_counted(practitioner: Practitioner, course: Course) -> list[date]:
    """When this course gave hours."""
    entries = standing_entries(practitioner).filter(completion__enrollment__run__course=course, hours__gt=0)
    return list(entries.order_by("earned_on").values_list("earned_on", flat=True))
