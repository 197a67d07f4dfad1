"""The association gives up a place in a learner's name."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.enrollment import services
from courses.enrollment.forms import RemovalForm
from courses.enrollment.models import Enrollment
from lms.accounts.access import staff_permission_required, user_of


@staff_permission_required("enrollment.change_enrollment")
def remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    user = user_of(request)
    places = Enrollment.objects.visible_to(user).filter(run__code=code)
    enrollment = get_object_or_404(places.select_related("run__course", "practitioner"), pk=pk)
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        services.cancel_enrollment(enrollment=enrollment, actor=user, now=timezone.now(), reason=reason)
        messages.success(request, _("The place is canceled and the learner has been told."))
        return redirect("learning:roster", code=code)
    return render(request, "enrollment/remove.html", {"enrollment": enrollment, "form": form})
