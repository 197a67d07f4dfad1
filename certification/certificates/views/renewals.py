"""For the registrar: applications for a further term, each with its check."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.certificates import services
from certification.certificates.forms import DeclineRenewalForm
from certification.certificates.models import Renewal
from certification.certificates.renewal.conditions import Conditions, read_conditions, renewals, rules_of
from lms.accounts.access import staff_permission_required
from lms.accounts.models import User
from lms.accounts.services import record_private_view

_PER_PAGE = 25


@never_cache
@require_safe
@staff_permission_required("certificates.view_renewal")
def renewals_page(request: HttpRequest) -> HttpResponse:
    decided = renewals().exclude(decision="").order_by("-decided_at", "-pk")
    context = {
        "waiting": renewals().filter(decision="").order_by("certificate__valid_until", "pk"),
        "page_obj": Paginator(decided, _PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "certificates/desk_renewals.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_permission_required("certificates.view_renewal")
def renewal_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The conditions as they stand now; a POST declines, with its reason."""
    renewal, registrar, now = _found(request, pk), cast("User", request.user), timezone.now()
    decides = registrar.has_perm("certificates.issue_certificate")
    form = DeclineRenewalForm(request.POST or None)
    if request.method == "POST" and decides and form.is_valid():
        services.decline_renewal(renewal=renewal, decided_by=registrar, reason=form.cleaned_data["reason"], now=now)
        messages.success(request, _("The renewal is declined."))
        return redirect("certificates:renewal", pk=pk)
    holder = renewal.certificate.holder
    record_private_view(practitioner=holder, viewer=registrar, screen=f"desk/renewals/{pk}", now=now)
    conditions = (
        Conditions.from_values(renewal.conditions)
        if renewal.decision
        else read_conditions(renewal.certificate, rules_of(renewal.rule_set), now=now)
    )
    context = {"renewal": renewal, "conditions": conditions, "form": form, "decides": decides and not renewal.decision}
    return render(request, "certificates/desk_renewal.html", context)


@require_POST
@staff_permission_required("certificates.issue_certificate")
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    granted = services.grant_renewal(
        renewal=_found(request, pk), decided_by=cast("User", request.user), now=timezone.now()
    )
    number = granted.renewed.number if granted.renewed else ""
    messages.success(request, _("Renewed: certificate %(number)s has been issued.") % {"number": number})
    return redirect("certificates:renewal", pk=pk)


def _found(request: HttpRequest, pk: int) -> Renewal:
    visible = Renewal.objects.visible_to(cast("User", request.user))
    return get_object_or_404(renewals().filter(pk__in=visible), pk=pk)
