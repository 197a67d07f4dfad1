"""The markers' screens."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.marking import queries, services
from certification.marking.forms import MarkForm
from certification.marking.models import MarkingAssignment
from lms.accounts.access import staff_permission_required
from lms.accounts.models import User
from lms.errors import DomainError


@never_cache
@require_safe
@staff_permission_required("marking.add_mark")
def desk(request: HttpRequest) -> HttpResponse:
    marker = cast("User", request.user)
    context = {
        "mine": queries.assignments_of(marker),
        "waiting": queries.waiting_for(marker),
        "marked": queries.marked_number(marker),
    }
    return render(request, "marking/desk.html", context)


@require_POST
@staff_permission_required("marking.add_mark")
def take(request: HttpRequest, pk: int) -> HttpResponse:
    marker = cast("User", request.user)
    rows = MarkingAssignment.objects.without_conflict(marker).select_related("attempt")
    try:
        taken = services.take_assignment(assignment=get_object_or_404(rows, pk=pk), marker=marker, now=timezone.now())
    except services.TakenByOthers as refusal:
        messages.info(request, str(refusal))
        return redirect("marking:desk")
    return redirect("marking:mark", taken.pk)


@require_POST
@staff_permission_required("marking.add_mark")
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    marker = cast("User", request.user)
    # Not only the marker's own: at the second click of a double click it is nobody's already.
    rows = MarkingAssignment.objects.without_conflict(marker).select_related("attempt")
    services.return_assignment(assignment=get_object_or_404(rows, pk=pk), marker=marker, now=timezone.now())
    messages.success(request, _("The answer waits for another marker."))
    return redirect("marking:desk")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_permission_required("marking.add_mark")
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = _own(request, pk)
    form = MarkForm(request.POST if request.method == "POST" else None, assignment=assignment)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_mark(
                assignment=assignment,
                marker=cast("User", request.user),
                criteria=form.criteria,
                comment=form.cleaned_data["comment"],
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your mark is recorded."))
            return redirect("marking:desk")
    context = {"assignment": assignment, "sheet": queries.marking_sheet(assignment), "form": form}
    return render(request, "marking/mark.html", context, status=200 if not form.errors else 422)


def _own(request: HttpRequest, pk: int) -> MarkingAssignment:
    rows = MarkingAssignment.objects.visible_to(cast("User", request.user))
    related = rows.select_related("attempt__registration__sitting__assessment", "paper_item__revision")
    return get_object_or_404(related, pk=pk)
