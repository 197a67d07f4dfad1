"""The registrar's screen for putting a person's name, document or date of birth right."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lms.accounts import services
from lms.accounts.access import staff_permission_required, user_of
from lms.accounts.forms import CorrectionForm
from lms.accounts.models import Practitioner
from lms.errors import DomainError

# Beside which field of the form a refusal stands.
_FIELD_OF: dict[type[DomainError], str] = {
    services.IdNumberInvalid: "id_number",
    services.IdNumberNeeded: "id_number",
    services.IdNumberOfAnother: "id_number",
    services.BirthDateMismatch: "birth_on",
    services.NotAnAdult: "birth_on",
}


@never_cache
@sensitive_post_parameters("id_number", "birth_on", "name")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_permission_required("accounts.change_practitioner")
def correct_practitioner(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, now = user_of(request), timezone.now()
    people = Practitioner.objects.visible_to(viewer).select_related("user", "employer")
    practitioner = get_object_or_404(people, pk=pk)
    standing = {"name": practitioner.name, "id_type": practitioner.id_type, "birth_on": practitioner.birth_on}
    form = CorrectionForm(request.POST if request.method == "POST" else None, initial=standing)
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_practitioner(practitioner=practitioner, corrected_by=viewer, now=now, **form.cleaned_data)
        except DomainError as error:
            form.add_error(_FIELD_OF.get(type(error)), str(error))
        else:
            text = _("The details of %(name)s are saved. The person is told what was corrected.")
            messages.success(request, text % {"name": form.cleaned_data["name"]})
            return redirect("accounts:correct_practitioner", pk=pk)
    services.record_private_view(
        practitioner=practitioner, viewer=viewer, screen=f"desk/{practitioner._meta.label_lower}/{pk}", now=now
    )
    return render(request, "accounts/correct.html", {"form": form, "practitioner": practitioner})
