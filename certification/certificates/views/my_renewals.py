"""For the holder: what a renewal asks for, how it stands, and the application."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certification.certificates import services
from certification.certificates.models import Certificate
from certification.certificates.presentation import view_certificate
from certification.certificates.queries import with_events
from certification.certificates.renewal.conditions import is_renewable, read_conditions, rule_set_on, rules_of
from certification.certificates.status import TIME_ZONE
from lms.accounts.access import practitioner_required
from lms.accounts.models import Practitioner


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@practitioner_required
def renewal(request: HttpRequest, practitioner: Practitioner, uuid: UUID) -> HttpResponse:
    own = with_events(Certificate.objects.filter(practitioner=practitioner)).select_related("practitioner")
    certificate = get_object_or_404(own, uuid=uuid)
    now = timezone.now()
    if request.method == "POST":
        services.apply_for_renewal(certificate=certificate, applicant=practitioner.user, now=now)
        messages.success(request, _("Your application has been received. We write to you when it is decided."))
        return redirect("certificates:my_renewal", uuid=uuid)
    context: dict[str, object] = {
        "view": view_certificate(certificate, now=now),
        "is_renewable": is_renewable(certificate),
        "last": certificate.renewals.select_related("renewed").order_by("pk").last(),
    }
    if certificate.valid_until is not None and is_renewable(certificate):
        today = now.astimezone(TIME_ZONE).date()
        rule_set = rule_set_on(today)
        rules = rules_of(rule_set)
        context |= {
            "rule_set": rule_set,
            "conditions": read_conditions(certificate, rules, now=now),
            "opens_on": rules.opens_on(certificate.valid_until),
            "is_open": rules.is_open(certificate.valid_until, on=today),
            "is_early": today < rules.opens_on(certificate.valid_until),
        }
    return render(request, "certificates/my_renewal.html", context)
