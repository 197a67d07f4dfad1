"""Pages anyone may read: what can be assessed, and when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from certification.sittings import queries
from certification.sittings.models import Assessment
from lms.accounts.queries import practitioner_of


@require_safe
def assessments(request: HttpRequest) -> HttpResponse:
    lines = queries.assessments_listed(user=request.user, now=timezone.now())
    return render(request, "sittings/assessments.html", {"lines": lines})


@require_safe
def assessment(request: HttpRequest, code: str) -> HttpResponse:
    now = timezone.now()
    found = get_object_or_404(Assessment.objects.select_related("domain", "blueprint"), code=code)
    practitioner = practitioner_of(request.user)
    parts = queries.parts_of(found)
    context = {
        "assessment": found,
        "practitioner": practitioner,
        "today": timezone.localdate(now),
        "admission": practitioner and queries.admission_of(practitioner=practitioner, assessment=found, now=now),
        "prerequisites": found.prerequisites.order_by("code"),
        "lines": queries.sittings_of(found, user=request.user, practitioner=practitioner, now=now),
        "parts": parts,
        "pass_rule": found.pass_rule,
        "area_gates": queries.area_gates(found),
    }
    return render(request, "sittings/assessment.html", context)
