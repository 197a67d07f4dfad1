"""A shared certificate: the holder's switch, and the page for whoever has its address."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.certificates.forms import ShareForm
from certification.certificates.models import Certificate, CertificateShare
from certification.certificates.presentation import view_certificate
from certification.certificates.queries import with_events
from certification.certificates.services.sharing import ShareChoices, share_certificate, withdraw_share
from certification.certificates.share_picture import share_picture
from certification.certificates.shared_page import add_to_linkedin, build_page, shared_address
from certification.certificates.views.credentials import FORMS, credential_file
from certification.certificates.views.my import pdf_file
from lms.accounts.access import practitioner_required, user_of
from lms.accounts.models import Practitioner


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@practitioner_required
def share(request: HttpRequest, practitioner: Practitioner, uuid: UUID) -> HttpResponse:
    certificate = get_object_or_404(with_events(Certificate.objects.filter(practitioner=practitioner)), uuid=uuid)
    standing = CertificateShare.objects.standing().filter(certificate=certificate).first()
    posted = request.POST if request.method == "POST" else None
    form = ShareForm(posted, initial=vars(standing) if standing else None)
    if form.is_valid():
        share_certificate(
            certificate=certificate,
            choices=ShareChoices(**form.cleaned_data),
            actor=user_of(request),
            now=timezone.now(),
        )
        messages.success(request, _("The page of this certificate is open to whoever has its address."))
        return redirect("certificates:share", uuid)
    context = {
        "certificate": certificate,
        "form": form,
        "share": standing,
        "address": shared_address(standing) if standing else "",
        "linkedin": add_to_linkedin(certificate, address=shared_address(standing)) if standing else "",
        "earlier": CertificateShare.objects.filter(certificate=certificate).exclude(withdrawn_at=None).order_by("-pk"),
    }
    return render(request, "certificates/share.html", context)


@never_cache
@require_POST
@practitioner_required
def withdraw(request: HttpRequest, practitioner: Practitioner, uuid: UUID) -> HttpResponse:
    certificate = get_object_or_404(Certificate.objects.filter(practitioner=practitioner), uuid=uuid)
    withdraw_share(certificate=certificate, actor=user_of(request), now=timezone.now())
    messages.success(request, _("The page of this certificate is closed; its address leads nowhere from now on."))
    return redirect("certificates:share", uuid)


@never_cache
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever has the address, while its holder wants it."""
    standing, certificate = _find(token)
    page = build_page(standing, view_certificate(certificate, now=timezone.now()))
    response = render(request, "certificates/shared.html", {"page": page, "view": page.view})
    if not standing.is_indexed:
        response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_safe
def shared_picture(request: HttpRequest, token: str) -> HttpResponse:
    _standing, certificate = _find(token)
    return HttpResponse(share_picture(certificate), content_type="image/png")


@never_cache
@require_safe
def shared_pdf(request: HttpRequest, token: str) -> FileResponse:
    standing, certificate = _find(token)
    if not standing.offers_pdf:
        raise Http404
    response = pdf_file(certificate)
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_safe
def shared_credential(request: HttpRequest, token: str, form: str) -> HttpResponse:
    """The badge with the credential in it, or the credential alone."""
    standing, certificate = _find(token)
    if form not in FORMS or not standing.offers_badge:
        raise Http404
    response = credential_file(certificate, form)
    response["X-Robots-Tag"] = "noindex"
    return response


def _find(token: str) -> tuple[CertificateShare, Certificate]:
    """One that was withdrawn is as good as none."""
    standing = get_object_or_404(CertificateShare.objects.standing(), token=token)
    certificates = Certificate.objects.filter(pk=standing.certificate_id).select_related("credential")
    return standing, with_events(certificates).defer("credential__content").get()
