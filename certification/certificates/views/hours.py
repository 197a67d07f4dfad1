"""For the registrar: the certificate of one person's hours of a year."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certification.certificates import services
from certification.certificates.contribution_forms import FIRST_YEAR, LAST_YEAR, HoursForm
from certification.certificates.queries import standing_hours_certificate
from courses.hours.queries import year_ledger
from lms.accounts.access import staff_permission_required
from lms.accounts.models import Practitioner, User
from lms.accounts.services import record_private_view


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_permission_required("certificates.issue_certificate")
def hours_page(request: HttpRequest) -> HttpResponse:
    """Whose hours, and of which year. The address of the next step holds no name and no e-mail."""
    form = HoursForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.practitioner is not None:
        return redirect("certificates:hours_year", form.practitioner.public_id, form.cleaned_data["year"])
    return render(request, "certificates/desk_hours.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_permission_required("certificates.issue_certificate")
def hours_year(request: HttpRequest, public_id: UUID, year: int) -> HttpResponse:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    practitioner = get_object_or_404(Practitioner, public_id=public_id)
    registrar, now = cast("User", request.user), timezone.now()
    if request.method == "POST":
        certificate = services.issue_hours_certificate(
            practitioner=practitioner, year=year, issued_by=registrar, now=now
        )
        messages.success(request, _("Certificate %(number)s has been issued.") % {"number": certificate.number})
        return redirect("certificates:desk_certificate", uuid=certificate.uuid)
    record_private_view(
        practitioner=practitioner,
        viewer=registrar,
        screen=f"desk/{practitioner._meta.label_lower}/{practitioner.pk}/hours/{year}",
        now=now,
    )
    context = {
        "practitioner": practitioner,
        "year": year,
        "ledger": year_ledger(practitioner, year),
        "certificate": standing_hours_certificate(practitioner, year),
    }
    return render(request, "certificates/desk_hours_year.html", context)
