"""The learner takes a seat, joins a line, gives a place up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.catalogue.queries import runs_visible_to
from courses.enrollment import rules, services
from courses.enrollment.enums import EnrollmentState
from courses.enrollment.forms import CancelForm
from courses.enrollment.models import Enrollment
from courses.enrollment.queries import place_in_line
from lms.accounts.access import practitioner_required
from lms.accounts.models import Practitioner


@practitioner_required
def enroll(request: HttpRequest, practitioner: Practitioner, code: str) -> HttpResponse:
    run = get_object_or_404(runs_visible_to(request.user).select_related("course"), code=code)
    if request.method != "POST":
        # Whoever signed in on the way comes back by address, not by form: the button is on the course's page.
        return redirect(run.course)
    place = services.enroll(run=run, practitioner=practitioner, now=timezone.now(), actor=practitioner.user)
    return _show(request, place)


@practitioner_required
def wait(request: HttpRequest, practitioner: Practitioner, code: str) -> HttpResponse:
    run = get_object_or_404(runs_visible_to(request.user).select_related("course"), code=code)
    if request.method != "POST":
        return redirect(run.course)
    place = services.join_waiting_list(run=run, practitioner=practitioner, now=timezone.now(), actor=practitioner.user)
    return _show(request, place)


@practitioner_required
def cancel(request: HttpRequest, practitioner: Practitioner, pk: int) -> HttpResponse:
    own = Enrollment.objects.filter(practitioner=practitioner).select_related("run__course")
    enrollment = get_object_or_404(own, pk=pk)
    now = timezone.now()
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        services.cancel_enrollment(enrollment=enrollment, actor=practitioner.user, now=now, reason=reason)
        messages.success(
            request, _("Your place in “%(course)s” is given up.") % {"course": enrollment.run.course.title}
        )
        return redirect("learning:my_courses")
    if enrollment.state == EnrollmentState.CANCELLED:
        messages.info(request, _("This place was given up already."))
        return redirect("learning:my_courses")
    if not rules.may_cancel(enrollment.run, now, by_staff=False):
        raise services.CancellationTooLate
    return render(request, "enrollment/cancel.html", {"enrollment": enrollment, "form": form})


def _show(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    if enrollment.state == EnrollmentState.WAITING:
        text = _("You are number %(place)s on the waiting list. We write to you when a seat becomes free.")
        messages.info(request, text % {"place": place_in_line(enrollment)})
    else:
        messages.success(request, _("Your seat is reserved."))
    return redirect("learning:my_course", pk=enrollment.pk)
