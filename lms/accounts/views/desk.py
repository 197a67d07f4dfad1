"""The registrar's screen for patent agents' license numbers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts import services
from lms.accounts.access import staff_permission_required, user_of
from lms.accounts.forms import RefusalForm, SeenLicenseForm
from lms.accounts.models import Practitioner
from lms.accounts.queries import licenses_verified, licenses_waiting

_PER_PAGE = 30


@require_safe
@staff_permission_required("accounts.verify_license")
def licenses(request: HttpRequest) -> HttpResponse:
    state = "verified" if request.GET.get("state") == "verified" else "waiting"
    text = request.GET.get("q", "").strip()
    rows = (licenses_verified() if state == "verified" else licenses_waiting()).matching(text)
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/licenses.html", {"page_obj": page, "state": state, "q": text})


@require_POST
@staff_permission_required("accounts.verify_license")
def verify_license(request: HttpRequest, pk: int) -> HttpResponse:
    practitioner = get_object_or_404(Practitioner, pk=pk)
    form = SeenLicenseForm(request.POST)
    if not form.is_valid():
        raise services.LicenseMissing
    services.verify_license(
        practitioner=practitioner, verified_by=user_of(request), now=timezone.now(), **form.cleaned_data
    )
    messages.success(request, _("The license of %(name)s is verified.") % {"name": practitioner.name})
    return redirect("accounts:licenses")


@require_http_methods(["GET", "POST"])
@staff_permission_required("accounts.verify_license")
def refuse_license(request: HttpRequest, pk: int) -> HttpResponse:
    practitioner = get_object_or_404(Practitioner, pk=pk)
    if not practitioner.license_number:
        # Such as at the second click of a double click.
        messages.info(request, _("%(name)s has no license number on file.") % {"name": practitioner.name})
        return redirect("accounts:licenses")
    form = RefusalForm(
        request.POST if request.method == "POST" else None, initial={"license_number": practitioner.license_number}
    )
    if request.method == "POST" and form.is_valid():
        services.refuse_license(
            practitioner=practitioner, refused_by=user_of(request), now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("The number is taken off, and %(name)s is told.") % {"name": practitioner.name})
        return redirect("accounts:licenses")
    return render(request, "accounts/refuse_license.html", {"form": form, "practitioner": practitioner})
