"""An employer's API keys: made, shown once, ended."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from certification.employers import services
from certification.employers.access import employer_required
from lms.accounts.access import user_of
from lms.accounts.models import Organization
from lms.api.forms import KeyForm
from lms.api.queries import keys_of
from lms.api.services import end_key
from lms.errors import DomainError


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@employer_required
def keys(request: HttpRequest, organization: Organization) -> HttpResponse:
    form = KeyForm(request.POST if request.method == "POST" else None)
    made = None
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            made = services.make_employer_key(
                organization=organization,
                expires_at=now + form.life,
                made_by=user_of(request),
                now=now,
                **form.wanted,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            form = KeyForm()
    context = {
        "organization": organization,
        "form": form,
        "made": made,
        "keys": keys_of(organization),
        "now": timezone.now(),
    }
    return render(request, "employers/keys.html", context, status=400 if form.errors else 200)


@require_POST
@employer_required
def end(request: HttpRequest, organization: Organization, pk: int) -> HttpResponse:
    key = get_object_or_404(keys_of(organization), pk=pk)
    end_key(key=key, ended_by=user_of(request), now=timezone.now())
    messages.success(request, _("The key has ended. Nothing is let in with it any more."))
    return redirect("employers:keys")
