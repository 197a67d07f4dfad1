"""The registrar's screen for patent agents' licence numbers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts import services
from lms.accounts.access import staff_permission_required, user_of
from lms.accounts.forms import RefusalForm, SeenLicenceForm
from lms.accounts.models import Practitioner
from lms.accounts.queries import licences_verified, licences_waiting

_PER_PAGE = 30


@require_safe
@staff_permission_required("accounts.verify_licence")
def licences(request: HttpRequest) -> HttpResponse:
    state = "verified" if request.GET.get("state") == "verified" else "waiting"
    text = request.GET.get("q", "").strip()
    rows = (licences_verified() if state == "verified" else licences_waiting()).matching(text)
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/licences.html", {"page_obj": page, "state": state, "q": text})


@require_POST
@staff_permission_required("accounts.verify_licence")
def verify_licence(request: HttpRequest, pk: int) -> HttpResponse:
    practitioner = get_object_or_404(Practitioner, pk=pk)
    form = SeenLicenceForm(request.POST)
    if not form.is_valid():
        raise services.LicenceMissing
    services.verify_licence(
        practitioner=practitioner, verified_by=user_of(request), now=timezone.now(), **form.cleaned_data
    )
    messages.success(request, _("The licence of %(name)s is verified.") % {"name": practitioner.name})
    return redirect("accounts:licences")


@require_http_methods(["GET", "POST"])
@staff_permission_required("accounts.verify_licence")
def refuse_licence(request: HttpRequest, pk: int) -> HttpResponse:
    practitioner = get_object_or_404(Practitioner.objects.exclude(licence_number=""), pk=pk)
    form = RefusalForm(
        request.POST if request.method == "POST" else None, initial={"licence_number": practitioner.licence_number}
    )
    if request.method == "POST" and form.is_valid():
        services.refuse_licence(
            practitioner=practitioner, refused_by=user_of(request), now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("The number is taken off, and %(name)s is told.") % {"name": practitioner.name})
        return redirect("accounts:licences")
    return render(request, "accounts/refuse_licence.html", {"form": form, "practitioner": practitioner})
