"""For the holder."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certification.certificates.documents import verification_address
from certification.certificates.enums import DocumentState
from certification.certificates.models import Certificate
from certification.certificates.presentation import view_certificate
from certification.certificates.qr import qr_image
from certification.certificates.queries import with_events
from certification.certificates.renewal.conditions import is_renewable, rule_set_on, rules_of
from certification.certificates.status import TIME_ZONE
from certification.certificates.views.credentials import leave_trace
from lms.accounts.access import practitioner_required
from lms.accounts.models import Practitioner, User
from lms.errors import DomainError


class DocumentNotReady(DomainError):
    message = _(
        "The PDF of this certificate is still being made. Come back in a minute; you get a message when it is ready."
    )


@never_cache
@require_safe
@practitioner_required
def my_certificates(request: HttpRequest, practitioner: Practitioner) -> HttpResponse:
    now = timezone.now()
    own = with_events(Certificate.objects.filter(practitioner=practitioner)).select_related("credential")
    own = own.defer("credential__content").order_by("-issued_at", "-pk")
    today = now.astimezone(TIME_ZONE).date()
    rules = rules_of(rule_set_on(today))
    cards = [
        {
            "view": view_certificate(certificate, now=now),
            "address": verification_address(certificate),
            "qr": qr_image(verification_address(certificate)),
            "may_renew": is_renewable(certificate)
            and certificate.valid_until is not None
            and rules.is_open(certificate.valid_until, on=today),
        }
        for certificate in own
    ]
    return render(request, "certificates/my_certificates.html", {"cards": cards})


@never_cache
@require_safe
@login_required
def download(request: HttpRequest, uuid: UUID) -> FileResponse:
    """For the holder and the registrar; to anyone else there is no such certificate."""
    visible = Certificate.objects.visible_to(cast("User", request.user)).select_related("document", "practitioner")
    certificate = get_object_or_404(visible, uuid=uuid)
    leave_trace(request, certificate, screen=f"certificates/{uuid}/pdf")
    return pdf_file(certificate)


def pdf_file(certificate: Certificate) -> FileResponse:
    """Of whoever may have it. One that was issued on paper has none."""
    document = getattr(certificate, "document", None)
    if document is None:
        raise Http404
    if document.state != DocumentState.RENDERED:
        raise DocumentNotReady
    issue = f"-{certificate.issue}" if certificate.issue > 1 else ""
    return FileResponse(
        storages["private"].open(document.file),
        as_attachment=True,
        filename=f"{certificate.number}{issue}.pdf",
        content_type="application/pdf",
    )
