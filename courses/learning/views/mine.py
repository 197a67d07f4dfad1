"""The learner's own courses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from courses.enrollment.models import Enrollment
from courses.learning import queries
from lms.accounts.access import practitioner_required
from lms.accounts.models import Practitioner


@require_safe
@practitioner_required
def my_courses(request: HttpRequest, practitioner: Practitioner) -> HttpResponse:
    courses = queries.my_courses(practitioner, timezone.now())
    return render(request, "learning/my_courses.html", {"courses": courses})


@require_safe
@practitioner_required
def my_course(request: HttpRequest, practitioner: Practitioner, pk: int) -> HttpResponse:
    enrollment = get_object_or_404(Enrollment.objects.filter(practitioner=practitioner), pk=pk)
    return render(request, "learning/my_course.html", {"course": queries.my_course(enrollment, timezone.now())})
