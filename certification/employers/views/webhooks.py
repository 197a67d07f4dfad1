"""An employer's webhooks: made, ended, and what was sent to them."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.employers import services
from certification.employers.access import employer_required
from certification.employers.forms import EndpointForm
from certification.employers.queries import deliveries_of, endpoints_of
from lms.accounts.access import user_of
from lms.accounts.models import Organization
from lms.errors import DomainError

_PER_PAGE = 30


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@employer_required
def webhooks(request: HttpRequest, organization: Organization) -> HttpResponse:
    form = EndpointForm(request.POST if request.method == "POST" else None)
    made = None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_endpoint(
                organization=organization, made_by=user_of(request), now=timezone.now(), **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_error("url", str(refusal))
        else:
            form = EndpointForm()
    context = {"organization": organization, "form": form, "made": made, "endpoints": endpoints_of(organization)}
    return render(request, "employers/webhooks.html", context, status=400 if form.errors else 200)


@never_cache
@require_safe
@employer_required
def webhook(request: HttpRequest, organization: Organization, uuid: UUID) -> HttpResponse:
    endpoint = get_object_or_404(endpoints_of(organization), uuid=uuid)
    page = Paginator(deliveries_of(endpoint), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "employers/webhook.html", {"endpoint": endpoint, "page_obj": page})


@require_POST
@employer_required
def end(request: HttpRequest, organization: Organization, uuid: UUID) -> HttpResponse:
    endpoint = get_object_or_404(endpoints_of(organization), uuid=uuid)
    services.end_endpoint(endpoint=endpoint, ended_by=user_of(request), now=timezone.now())
    messages.success(request, _("The webhook has ended. Nothing is sent there any more."))
    return redirect("employers:webhooks")


@require_POST
@employer_required
def replay(request: HttpRequest, organization: Organization, uuid: UUID, delivery: UUID) -> HttpResponse:
    endpoint = get_object_or_404(endpoints_of(organization), uuid=uuid)
    found = get_object_or_404(deliveries_of(endpoint), uuid=delivery)
    try:
        services.replay_delivery(delivery=found, actor=user_of(request), now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The message is sent once more."))
    return redirect("employers:webhook", uuid)
