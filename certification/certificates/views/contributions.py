"""For the registrar: what lecturers and volunteers did, and the certificates of it; and of courses, one by one."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.certificates import services
from certification.certificates.contribution_forms import ContributionForm, HolderForm
from certification.certificates.models import Contribution
from certification.certificates.queries import contributions_by_date, contributions_in_full, taught_sessions
from courses.learning.models import CourseCompletion
from lms.accounts.access import staff_permission_required
from lms.accounts.models import Practitioner, User
from lms.accounts.services import record_private_view
from lms.errors import DomainError

_PER_PAGE = 25


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_permission_required("certificates.record_contribution")
def contributions_page(request: HttpRequest) -> HttpResponse:
    """The list; and the first step of recording: whose account it is. The address of the next step holds no name and no e-mail."""
    form = HolderForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.practitioner is not None:
        return redirect("certificates:record_contribution", public_id=form.practitioner.public_id)
    page = Paginator(contributions_by_date(), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "certificates/desk_contributions.html", {"form": form, "page_obj": page})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_permission_required("certificates.record_contribution")
def record_contribution(request: HttpRequest, public_id: UUID) -> HttpResponse:
    practitioner = get_object_or_404(Practitioner, public_id=public_id)
    now = timezone.now()
    form = ContributionForm(request.POST or None, sessions=taught_sessions(practitioner, now=now))
    if request.method == "POST" and form.is_valid():
        try:
            services.record_contribution(
                practitioner=practitioner,
                recorded_by=cast("User", request.user),
                now=now,
                **form.cleaned_data,
            )
        except services.ContributionRecorded:
            # The second click of a double click: what it asks for is so already.
            messages.info(request, str(services.ContributionRecorded.message))
            return redirect("certificates:contributions")
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The contribution is recorded. Issue its certificate from the list."))
            return redirect("certificates:contributions")
    return render(request, "certificates/desk_contribution.html", {"form": form, "practitioner": practitioner})


@never_cache
@require_safe
@staff_permission_required("certificates.view_contribution")
def contribution_page(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = cast("User", request.user)
    contribution = get_object_or_404(
        contributions_in_full().filter(pk__in=Contribution.objects.visible_to(viewer)), pk=pk
    )
    record_private_view(
        practitioner=contribution.practitioner,
        viewer=viewer,
        screen=f"desk/{contribution._meta.label_lower}/{contribution.pk}",
        now=timezone.now(),
    )
    return render(request, "certificates/desk_contribution_page.html", {"contribution": contribution})


@require_POST
@staff_permission_required("certificates.issue_certificate")
def issue_for_contribution(request: HttpRequest, pk: int) -> HttpResponse:
    registrar = cast("User", request.user)
    contribution = get_object_or_404(Contribution.objects.visible_to(registrar), pk=pk)
    certificate = services.issue_lecturer_certificate(
        contribution=contribution, issued_by=registrar, now=timezone.now()
    )
    messages.success(request, _("Certificate %(number)s has been issued.") % {"number": certificate.number})
    return redirect("certificates:desk_certificate", uuid=certificate.uuid)


@require_POST
@staff_permission_required("certificates.issue_certificate")
def issue_for_completion(request: HttpRequest, pk: int) -> HttpResponse:
    """For a completion whose certificate was refused: the cause has been put right, or the refusal says it again."""
    completion = get_object_or_404(CourseCompletion, pk=pk)
    certificate = services.issue_course_certificate(
        completion=completion, issued_by=cast("User", request.user), now=timezone.now()
    )
    messages.success(request, _("Certificate %(number)s has been issued.") % {"number": certificate.number})
    return redirect("certificates:desk_certificate", uuid=certificate.uuid)
