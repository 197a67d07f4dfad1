"""The person's own credit profile."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from certification.credit import queries, services
from certification.credit.enums import RecordState
from certification.credit.forms import OwnStatementForm
from lms.accounts.access import practitioner_required
from lms.accounts.models import Practitioner
from lms.errors import DomainError


@require_GET
@never_cache
@practitioner_required
def my_credit(request: HttpRequest, practitioner: Practitioner) -> HttpResponse:
    own = queries.own_profile(practitioner, timezone.now())
    path = reverse("credit:public_profile", args=[practitioner.public_id])
    return render(
        request,
        "credit/my_credit.html",
        {"own": own, "public_path": path, "public_url": request.build_absolute_uri(path)},
    )


@require_http_methods(["GET", "POST"])
@never_cache
@practitioner_required
def my_record(request: HttpRequest, practitioner: Practitioner, pk: int) -> HttpResponse:
    """One record with its steps; while the hearing is open, the place to state one's position."""
    record = queries.own_record(practitioner, pk)
    if record is None:
        raise Http404
    form = OwnStatementForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.hear_record(
                record=record, actor=practitioner.user, statement=form.cleaned_data["statement"], now=timezone.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
            status = error.status
        else:
            messages.success(request, _("Your position is on file. Those who decide will read it."))
            return redirect("credit:my_record", pk=record.pk)
    context = {
        "line": queries.record_lines([record])[0],
        "steps": queries.steps_of(record),
        "form": form if record.state == RecordState.NOTICED else None,
    }
    return render(request, "credit/my_record.html", context, status=status)
