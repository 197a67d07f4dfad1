"""Booking the hours of a completed run."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from courses.hours.enums import SourceKind
from courses.hours.models import HoursEntry
from courses.hours.queries.entries import days_counted, minutes_counted
from courses.hours.queries.rule_sets import rule_set_of
from courses.hours.scoring import ActivityHours, HoursRules, Meeting, score_activity
from courses.learning.enums import AttendanceState
from courses.learning.models import CourseCompletion
from lms.accounts.models import Practitioner
from lms.audit.services import record_entry
from lms.languages import pick_language_lazy
from lms.notifications.services import notify


@transaction.atomic
def book_course_hours(*, completion: CourseCompletion, now: datetime) -> HoursEntry:
    """One entry per completion, zero hours included: the ledger also says why something did not count."""
    enrollment = completion.enrollment
    # Limits run across a person's courses: two completions at once must see each other.
    practitioner = Practitioner.objects.select_for_update(of=("self",)).get(pk=enrollment.practitioner_id)
    booked = HoursEntry.objects.filter(completion=completion, source_kind=SourceKind.COURSE).first()
    if booked:
        return booked
    course = enrollment.run.course
    meetings = _meetings(completion)
    on = max(_last_day(meeting) for meeting in meetings)
    rule_set = rule_set_of(on.year)
    scored = score_activity(
        meetings,
        on=on,
        rules=HoursRules.from_parameters(rule_set.parameters),
        counted_before=minutes_counted(practitioner),
        same_course_on=days_counted(practitioner, course),
    )
    entry = HoursEntry.objects.create(
        practitioner=practitioner,
        year=on.year,
        earned_on=on,
        category=course.category,
        domain=course.domain,
        minutes=scored.minutes,
        hours=scored.hours,
        source_kind=SourceKind.COURSE,
        completion=completion,
        rule_set=rule_set,
        explanation=_explain(scored),
        booked_at=now,
        booked_by=None,
    )
    detail: dict[str, object] = {"hours": str(scored.hours), "rule_set": rule_set.code}
    record_entry(action="hours.book_course_hours", subject=entry, actor=None, now=now, detail=detail)
    _tell(entry, completion, now)
    return entry


def _meetings(completion: CourseCompletion) -> list[Meeting]:
    present = completion.enrollment.attendances.filter(state=AttendanceState.PRESENT).select_related("session")
    return [
        Meeting(starts_at=timezone.localtime(attendance.session.starts_at), minutes=attendance.minutes)
        for attendance in present.order_by("session__starts_at", "pk")
    ]


def _last_day(meeting: Meeting) -> date:
    return (meeting.starts_at + timedelta(minutes=max(0, meeting.minutes - 1))).date()


def _explain(scored: ActivityHours) -> dict[str, object]:
    return {
        "counted_minutes": scored.counted_minutes,
        "repeats": scored.repeats.isoformat() if scored.repeats else None,
        "slices": [
            {
                "day": part.half_day.day.isoformat(),
                "half": str(part.half_day.half),
                "minutes": part.minutes,
                "counted": part.counted,
            }
            for part in scored.slices
        ],
    }


def _tell(entry: HoursEntry, completion: CourseCompletion, now: datetime) -> None:
    course = completion.enrollment.run.course
    title = pick_language_lazy(course.title_zh, course.title_en)
    text = (
        _("You completed {course}. {hours} hours are booked for {year}; the ledger shows how they were counted.")
        if entry.hours
        else _("You completed {course}. It gives no hours this time; the ledger says why.")
    )
    notify(
        recipient=entry.practitioner.user,
        key=f"hours.booked:{entry.pk}",
        subject=format_lazy(_("Course completed: {course}"), course=title),
        body=format_lazy(text, course=title, hours=entry.hours, year=entry.year),
        path=reverse("hours:my_hours"),
        now=now,
    )
