"""The association announces a run, or calls it off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.catalogue import services
from courses.catalogue.forms import CallOffForm
from courses.catalogue.queries import runs_visible_to
from lms.accounts.access import staff_permission_required, user_of


@require_POST
@staff_permission_required("catalogue.change_courserun")
def publish_run(request: HttpRequest, code: str) -> HttpResponse:
    run = get_object_or_404(runs_visible_to(request.user), code=code)
    services.publish_run(run=run, actor=user_of(request), now=timezone.now())
    messages.success(request, _("The run is published; learners can see it."))
    return redirect("learning:roster", code=code)


@staff_permission_required("catalogue.change_courserun")
def call_off_run(request: HttpRequest, code: str) -> HttpResponse:
    run = get_object_or_404(runs_visible_to(request.user).select_related("course"), code=code)
    now = timezone.now()
    form = CallOffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        services.cancel_run(run=run, reason=reason, actor=user_of(request), now=now)
        messages.success(request, _("The run is canceled; everyone who had a place has been told."))
        return redirect("learning:roster", code=code)
    return render(request, "catalogue/call_off.html", {"run": run, "form": form, "has_begun": run.starts_at <= now})
