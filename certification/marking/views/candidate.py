"""The candidate's own pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certification.marking import queries
from certification.sittings.models import Registration
from lms.accounts.access import practitioner_required
from lms.accounts.models import Practitioner


@never_cache
@require_safe
@practitioner_required
def my_assessments(request: HttpRequest, practitioner: Practitioner) -> HttpResponse:
    own = queries.own_assessments(practitioner, now=timezone.now())
    context = {
        "ahead": [line for line in reversed(own) if line.is_ahead],
        "behind": [line for line in own if not line.is_ahead],
    }
    return render(request, "marking/my_assessments.html", context)


@never_cache
@require_safe
@practitioner_required
def my_assessment(request: HttpRequest, practitioner: Practitioner, pk: int) -> HttpResponse:
    now = timezone.now()
    rows = Registration.objects.filter(practitioner=practitioner).select_related("sitting__assessment__domain")
    own = queries.own_assessment(get_object_or_404(rows, pk=pk), now=now)
    page = queries.result_page(own, practitioner=practitioner, now=now)
    return render(request, "marking/my_assessment.html", {"own": own, "page": page})
