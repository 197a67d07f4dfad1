"""A person's own details and consents."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lms.accounts import services
from lms.accounts.access import practitioner_required, user_of
from lms.accounts.consents import CONSENT_TEXTS
from lms.accounts.forms import ConsentForm, DetailsForm, RegistrationForm
from lms.accounts.models import Practitioner
from lms.accounts.queries import consent_history, practitioner_of, standing_consents
from lms.errors import DomainError

# Beside which field of the form a refusal stands.
_FIELD_OF: dict[type[DomainError], str] = {
    services.IdNumberInvalid: "id_number",
    services.IdNumberTaken: "id_number",
    services.BirthDateMismatch: "birth_on",
    services.UnderAge: "birth_on",
}


@never_cache
@login_required
@sensitive_post_parameters("id_number", "birth_on", "phone", "name")
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    practitioner = practitioner_of(request.user)
    return _register(request) if practitioner is None else _details(request, practitioner)


def _register(request: HttpRequest) -> HttpResponse:
    form = RegistrationForm(
        request.POST if request.method == "POST" else None, initial={"name": user_of(request).display_name}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.register_practitioner(user=user_of(request), now=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(_FIELD_OF.get(type(error)), str(error))
        else:
            messages.success(request, _("You are registered as a practitioner."))
            return redirect(_safe_next(request) or "accounts:profile")
    return render(request, "accounts/register.html", {"form": form, "next": _safe_next(request)})


def _details(request: HttpRequest, practitioner: Practitioner) -> HttpResponse:
    if request.method == "POST":
        form = DetailsForm(request.POST)
        if form.is_valid():
            services.update_practitioner(
                practitioner=practitioner, actor=user_of(request), now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _("Your details are saved."))
            return redirect("accounts:profile")
    else:
        form = DetailsForm.of(practitioner)
    return render(request, "accounts/profile.html", {"form": form, "practitioner": practitioner})


@never_cache
@practitioner_required
@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, practitioner: Practitioner) -> HttpResponse:
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        kind, now = form.cleaned_data["kind"], timezone.now()
        if form.cleaned_data["deed"] == "give":
            services.give_consent(practitioner=practitioner, kind=kind, now=now)
            messages.success(request, _("Your consent is recorded."))
        else:
            services.withdraw_consent(practitioner=practitioner, kind=kind, now=now)
            messages.success(request, _("Your consent is withdrawn. It takes effect at once."))
        return redirect("accounts:consent")
    status = 400 if form.errors else 200
    return render(request, "accounts/consent.html", _consents(practitioner) | {"form": form}, status=status)


def _consents(practitioner: Practitioner) -> dict[str, Any]:
    standing = {consent.kind: consent for consent in standing_consents(practitioner)}
    choices = [
        {"kind": kind, "text": text, "standing": standing.get(kind.value)} for kind, text in CONSENT_TEXTS.items()
    ]
    return {"choices": choices, "history": consent_history(practitioner)}


def _safe_next(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if allowed else ""
