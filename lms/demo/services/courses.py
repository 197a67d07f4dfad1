"""Courses, their runs and who took part."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from courses.catalogue.enums import Mode, RunState
from courses.catalogue.models import Course, CourseRun, CourseSession, Speaker, Venue
from courses.catalogue.services import refresh_search_text
from courses.enrollment.services import enroll, join_waiting_list
from courses.learning.services import check_in
from lms.accounts.models import Practitioner, User
from lms.competency.models import Element, IndustryChain
from lms.demo import files
from lms.demo.moments import at_clock, moment, next_quarter, year_of_renewals

_ENROLLMENT_DAYS = 60


def make_courses(*, people: list[Practitioner], manager: User, now: datetime) -> list[Course]:
    content = files.load("courses")
    speakers = {
        key: Speaker.objects.create(name=name, title=title, biography=text)
        for key, (name, title, text) in content["speakers"].items()
    }
    venues = {
        key: Venue.objects.create(name=name, address=address, capacity=capacity)
        for key, (name, address, capacity) in content["venues"].items()
    }
    courses = []
    for shift, data in enumerate(content["courses"]):
        course = _make_course(data)
        for number, planned in enumerate(data["runs"], start=1):
            plan = _dated(planned, now=now)
            meetings = _plan_sessions(data["sessions"], plan, now=now)
            run = _make_run(course, number, plan, meetings, now=now)
            sessions = _make_sessions(run, meetings, venues=venues, speakers=speakers)
            takers = _named(plan["who"], people) if "who" in plan else people[shift:] + people[:shift]
            _fill_run(run, sessions, plan, people=takers, manager=manager, now=now)
        courses.append(course)
    return courses


def _dated(plan: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    """A run of the spring so many years from the one whose renewals ask for it; all others are planned from today."""
    if "spring" not in plan:
        return plan
    begins_on = date(year_of_renewals(now=now) + plan["spring"], 3, 1)
    return plan | {"day": (begins_on - moment(0, "00:00", now=now).date()).days, "enrolled": len(plan["who"])}


def _named(places: list[int], people: list[Practitioner]) -> list[Practitioner]:
    return [people[place] for place in places]


def _make_course(data: dict[str, Any]) -> Course:
    names = ("code", "title_zh", "title_en", "summary_zh", "summary_en", "level", "category")
    course = Course.objects.create(domain_id=data["domain"], **{name: data[name] for name in names})
    course.elements.set(Element.objects.filter(pk__in=data["elements"]))
    course.industry_chains.set(IndustryChain.objects.filter(pk__in=data["industry_chains"]))
    refresh_search_text(course=course)
    return course


@dataclass(frozen=True)
class _Meeting:
    data: dict[str, Any]
    starts_at: datetime

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.data["minutes"])


def _plan_sessions(sessions: list[dict[str, Any]], plan: dict[str, Any], *, now: datetime) -> list[_Meeting]:
    """A session that would begin before the one above it is held on the next day.

    A run under way has the first session alone: all of it has begun, so learners can be checked in at any hour of the day.
    """
    if "began_minutes_ago" in plan:
        begun_at = next_quarter(now - timedelta(minutes=plan["began_minutes_ago"]))
        return [_Meeting(sessions[0], begun_at)]
    meetings = []
    day = plan["day"]
    for index, data in enumerate(sessions):
        if index and data["start"] <= sessions[index - 1]["start"]:
            day += 1
        meetings.append(_Meeting(data, moment(day, data["start"], now=now)))
    return meetings


def _make_run(
    course: Course, number: int, plan: dict[str, Any], meetings: list[_Meeting], *, now: datetime
) -> CourseRun:
    if "began_minutes_ago" in plan:
        # Whoever comes in late can still enroll.
        starts_at = first = meetings[0].starts_at
        closes_at = ends_at = meetings[-1].ends_at
    else:
        first = moment(plan["day"], "00:00", now=now)
        starts_at, closes_at = first + timedelta(hours=9), first - timedelta(hours=6)
        ends_at = max(moment(plan["day"] + 3, "23:59", now=now), at_clock(meetings[-1].ends_at, "23:59"))
    return CourseRun.objects.create(
        course=course,
        code=f"{course.code}-{number}",
        mode=plan["mode"],
        state=RunState.PUBLISHED,
        capacity=plan["capacity"],
        enrollment_opens_at=first - timedelta(days=_ENROLLMENT_DAYS),
        enrollment_closes_at=closes_at,
        promotion_cutoff_at=first - timedelta(days=1),
        starts_at=starts_at,
        ends_at=ends_at,
    )


def _make_sessions(
    run: CourseRun,
    meetings: list[_Meeting],
    *,
    venues: dict[str, Venue],
    speakers: dict[str, Speaker],
) -> list[CourseSession]:
    made = []
    for meeting in meetings:
        session = CourseSession.objects.create(
            run=run,
            title=meeting.data["title"],
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            venue=venues[meeting.data["venue"]],
            online_url="https://live.demo.example/room" if run.mode != Mode.ONSITE else "",
        )
        session.speakers.set([speakers[key] for key in meeting.data["speakers"]])
        made.append(session)
    return made


def _fill_run(
    run: CourseRun,
    sessions: list[CourseSession],
    plan: dict[str, Any],
    *,
    people: list[Practitioner],
    manager: User,
    now: datetime,
) -> None:
    asked_at = at_clock(min(now, run.enrollment_closes_at) - timedelta(days=5), "10:00")
    for index, practitioner in enumerate(people[: plan["enrolled"]]):
        enrollment = enroll(
            run=run, practitioner=practitioner, actor=practitioner.user, now=asked_at + timedelta(minutes=index)
        )
        for session in sessions:
            # Every seventh person missed the meetings.
            if session.ends_at < now and index % 7 != 6:
                check_in(
                    session=session,
                    enrollment=enrollment,
                    recorded_by=manager,
                    now=session.starts_at + timedelta(minutes=5),
                )
    for practitioner in people[plan["enrolled"] : plan["enrolled"] + plan["waiting"]]:
        join_waiting_list(
            run=run, practitioner=practitioner, actor=practitioner.user, now=asked_at + timedelta(hours=2)
        )
