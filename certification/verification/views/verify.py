"""For employers and the public: is this paper genuine, and what is it worth now? No account, nothing kept, nothing cached."""

from datetime import datetime

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certification.certificates.log.queries import logged_lines
from certification.certificates.models import Certificate
from certification.certificates.presentation import view_certificate
from certification.verification.forms import VerifyForm
from certification.verification.limits import PER_ADDRESS, PER_NUMBER, TooManyRequests, count_visit
from certification.verification.profile_links import public_profile_path
from certification.verification.queries import find_by_number_and_name, find_by_token
from certification.verification.views.documents import make_reference
from certification.verification.views.later import come_back_later


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """By number and name, which are posted: an address would keep them in histories and logs."""
    form = VerifyForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, "verification/verify.html", {"form": form})
    number, name = form.cleaned_data["number"], form.cleaned_data["name"]
    try:
        count_visit(PER_ADDRESS, get_adapter().get_client_ip(request))
        count_visit(PER_NUMBER, number)
    except TooManyRequests as refusal:
        return come_back_later(request, refusal)
    certificate = find_by_number_and_name(number=number, name=name)
    if certificate is None:
        return _page(request, "verification/verify.html", {"form": form, "is_unknown": True}, status=404)
    return _show(request, certificate, timezone.now())


@never_cache
@require_safe
def verify_token(request: HttpRequest, token: str) -> HttpResponse:
    """What the QR code leads to. Works for ever, whatever became of the certificate."""
    certificate = find_by_token(token)
    if certificate is None:
        return _page(request, "verification/unknown.html", {"form": VerifyForm()}, status=404)
    return _show(request, certificate, timezone.now())


def _show(request: HttpRequest, certificate: Certificate, now: datetime) -> HttpResponse:
    context: dict[str, object] = {
        "view": view_certificate(certificate, now=now),
        "profile_path": public_profile_path(certificate.practitioner, now),
        "log_lines": logged_lines(certificate),
        "log_reference": make_reference(certificate),
    }
    return _page(request, "verification/result.html", context)


def _page(request: HttpRequest, template: str, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
