"""A practitioner's place in a sitting: take it, give it back, start from it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from certification.sittings import queries, services
from certification.sittings.models import Registration, Sitting
from lms.accounts.access import practitioner_required
from lms.accounts.models import Practitioner
from lms.errors import DomainError


@require_POST
@practitioner_required
def register(request: HttpRequest, practitioner: Practitioner, code: str) -> HttpResponse:
    sitting = get_object_or_404(Sitting.objects.visible_to(practitioner.user).select_related("assessment"), code=code)
    try:
        services.register(sitting=sitting, practitioner=practitioner, now=timezone.now(), actor=practitioner.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("sittings:assessment", sitting.assessment.code)
    messages.success(request, _("Your seat is reserved."))
    return redirect("sittings:start", sitting.code)


@require_POST
@practitioner_required
def cancel(request: HttpRequest, practitioner: Practitioner, code: str) -> HttpResponse:
    registration = _own(practitioner, code)
    services.cancel_registration(registration=registration, actor=practitioner.user, now=timezone.now())
    messages.success(request, _("Your registration is canceled. The seat is free for someone else."))
    return redirect("sittings:assessment", registration.sitting.assessment.code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@practitioner_required
def start(request: HttpRequest, practitioner: Practitioner, code: str) -> HttpResponse:
    registration = _own(practitioner, code)
    now = timezone.now()
    if request.method == "POST":
        attempt = services.start_attempt(registration=registration, now=now)
        return redirect("sittings:attempt", attempt.pk)
    return render(request, "sittings/start.html", {"start": queries.start_of(registration, now=now)})


def _own(practitioner: Practitioner, code: str) -> Registration:
    rows = Registration.objects.filter(practitioner=practitioner)
    return get_object_or_404(rows.select_related("sitting__assessment__blueprint"), sitting__code=code)
