"""The roster: who is there. Each button works as a form; where htmx runs, only its row changes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from courses.catalogue.models import CourseRun, CourseSession
from courses.catalogue.queries import runs_visible_to
from courses.enrollment.models import Enrollment
from courses.enrollment.queries import seats_taken, waiting_line
from courses.learning import queries, services
from courses.learning.forms import RunFilterForm
from lms.accounts.access import staff_permission_required, user_of
from lms.errors import DomainError

PAGE_SIZE = 25


@require_safe
@staff_permission_required("learning.view_checkin")
def run_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = RunFilterForm(request.GET)
    page = Paginator(queries.desk_runs(**form.criteria(), now=now), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(run, queries.standing_of(run, now)) for run in page]
    return render(request, "learning/runs.html", {"form": form, "page_obj": page, "rows": rows})


@require_safe
@staff_permission_required("learning.view_checkin")
def roster(request: HttpRequest, code: str) -> HttpResponse:
    run = get_object_or_404(runs_visible_to(request.user).select_related("course"), code=code)
    now = timezone.now()
    sessions = list(run.sessions.select_related("venue").order_by("starts_at", "pk"))
    session = _chosen(sessions, request.GET.get("session"), now)
    context = {
        "run": run,
        "standing": queries.standing_of(run, now),
        "sessions": sessions,
        "session": session,
        "roster": queries.roster(run, session, now) if session else None,
        "seats_taken": seats_taken(run),
        "waiting": waiting_line(run).select_related("practitioner"),
    }
    return render(request, "learning/roster.html", context)


def _chosen(sessions: list[CourseSession], wanted: str | None, now: datetime) -> CourseSession | None:
    if wanted is None:
        return queries.session_to_show(sessions, now)
    for session in sessions:
        if str(session.pk) == wanted:
            return session
    raise Http404


@require_POST
@staff_permission_required("learning.add_checkin")
def check_in(request: HttpRequest, code: str, session_id: int, pk: int) -> HttpResponse:
    return _record(request, code, session_id, pk, services.check_in)


@require_POST
@staff_permission_required("learning.add_checkin")
def undo_check_in(request: HttpRequest, code: str, session_id: int, pk: int) -> HttpResponse:
    return _record(request, code, session_id, pk, services.undo_check_in)


@require_POST
@staff_permission_required("learning.add_checkin")
def close_session(request: HttpRequest, code: str, session_id: int) -> HttpResponse:
    session = get_object_or_404(CourseSession, run__code=code, pk=session_id)
    absent = services.close_session(session=session, recorded_by=user_of(request), now=timezone.now())
    text = ngettext("%(number)s learner is marked absent.", "%(number)s learners are marked absent.", absent)
    messages.success(request, text % {"number": absent})
    return redirect(_address(session.run, session))


def _record(request: HttpRequest, code: str, session_id: int, pk: int, service: Callable[..., Any]) -> HttpResponse:
    user = user_of(request)
    session = get_object_or_404(CourseSession.objects.select_related("run"), run__code=code, pk=session_id)
    enrollment = get_object_or_404(Enrollment.objects.visible_to(user), run=session.run, pk=pk)
    now = timezone.now()
    if "HX-Request" not in request.headers:
        service(session=session, enrollment=enrollment, recorded_by=user, now=now)
        return redirect(f"{_address(session.run, session)}#learner-{pk}")
    refusal = ""
    try:
        service(session=session, enrollment=enrollment, recorded_by=user, now=now)
    except DomainError as error:
        # Beside the button that was pressed; htmx shows no page of refusal.
        refusal = str(error)
    shown = queries.roster(session.run, session, now)
    row = next((row for row in shown.rows if row.enrollment_id == pk), None)
    context = {"run": session.run, "session": session, "roster": shown, "row": row, "refusal": refusal}
    return render(request, "learning/roster_answer.html", context)


def _address(run: CourseRun, session: CourseSession) -> str:
    return f"{reverse('learning:roster', args=[run.code])}?session={session.pk}"
