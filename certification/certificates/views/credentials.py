"""Open Badges: who the issuer is, what is revoked, and a credential for whoever may have it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import condition, require_safe

from certification.certificates.badges import NAMES, bake_badge_png, bake_badge_svg, read_badge
from certification.certificates.credential_keys import published
from certification.certificates.credentials import site_did
from certification.certificates.models import Certificate, CertificateCredential
from certification.certificates.open_badges.did import did_document as build_did_document
from certification.certificates.presentation import view_certificate
from certification.certificates.queries import latest_version, published_keys, status_list_exists, with_events
from certification.certificates.services.status_lists import CACHE_SECONDS
from lms.accounts.models import User
from lms.accounts.services import record_private_view
from lms.errors import DomainError

# Media type of a credential (W3C VC Data Model v2.0, appendix C).
_CREDENTIAL = "application/vc"


class CredentialNotReady(DomainError):
    message = gettext_lazy("The credential of this certificate is still being signed. Come back in a minute.")


@dataclass(frozen=True)
class Form:
    """A way to take a credential along."""

    content_type: str
    ending: str
    content: Callable[[CertificateCredential], bytes]


FORMS = {
    "json": Form(_CREDENTIAL, "json", lambda credential: credential.content.encode()),
    "png": Form("image/png", "png", bake_badge_png),
    "svg": Form("image/svg+xml", "svg", bake_badge_svg),
}


@require_safe
def did_document(request: HttpRequest) -> HttpResponse:
    """The keys of ``did:web`` and their periods."""
    document = build_did_document(did=site_did(), keys=published(published_keys()))
    return _for_everyone(JsonResponse(document))


def _list_etag(request: HttpRequest, number: int) -> str | None:
    version = latest_version(number)
    return f'"{version.sha256}"' if version else None


@require_safe
@condition(etag_func=_list_etag)
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    version = latest_version(number)
    if version is None:
        if not status_list_exists(number):
            raise Http404
        # Opened a moment ago; the worker is about to sign it.
        return HttpResponse(status=503, headers={"Retry-After": "10", "Cache-Control": "no-store"})
    return _for_everyone(HttpResponse(version.content, content_type=_CREDENTIAL))


@require_safe
def badge(request: HttpRequest, name: str) -> HttpResponse:
    """The picture that credentials of a level name; at one address for ever, whatever becomes of the style sheets."""
    if name not in NAMES:
        raise Http404
    return _for_everyone(HttpResponse(read_badge(name, "png"), content_type="image/png"))


def _for_everyone(response: HttpResponse) -> HttpResponse:
    """Verifiers run in other sites' pages, and may keep what they got for half a minute."""
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=CACHE_SECONDS)
    return response


@never_cache
@require_safe
def credential(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The address that a credential has for a name. Its content is the holder's: others learn here what the address is, and what it is worth."""
    certificate = get_object_or_404(with_events(Certificate.objects.filter(uuid=uuid)).select_related("practitioner"))
    if request.user.is_authenticated and Certificate.objects.visible_to(request.user).filter(uuid=uuid).exists():
        leave_trace(request, certificate, screen=f"credentials/{uuid}")
        return credential_response(signed_credential(certificate))
    if request.accepts("text/html"):
        context = {"view": view_certificate(certificate, now=timezone.now())}
        response = render(request, "certificates/credential.html", context)
    else:
        detail = _("This credential is given out by its holder. Its status is in the public status list.")
        response = JsonResponse({"title": _("Private"), "status": 403, "detail": detail}, status=403)
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_safe
@login_required
def download(request: HttpRequest, uuid: UUID, form: str) -> HttpResponse:
    """For the holder and the registrar; to anyone else there is no such certificate."""
    if form not in FORMS:
        raise Http404
    visible = Certificate.objects.visible_to(cast("User", request.user)).select_related("practitioner")
    certificate = get_object_or_404(visible, uuid=uuid)
    leave_trace(request, certificate, screen=f"credentials/{uuid}")
    return credential_file(certificate, form)


def credential_file(certificate: Certificate, form: str) -> HttpResponse:
    """Of whoever may have it; ``form`` is one of ``FORMS``."""
    wanted = FORMS[form]
    response = HttpResponse(wanted.content(signed_credential(certificate)), content_type=wanted.content_type)
    issue = f"-{certificate.issue}" if certificate.issue > 1 else ""
    response["Content-Disposition"] = f'attachment; filename="{certificate.number}{issue}.{wanted.ending}"'
    return response


def leave_trace(request: HttpRequest, certificate: Certificate, *, screen: str) -> None:
    """Of a look of the association; the holder's own leaves none, and one on paper may have nobody whose it is."""
    if certificate.practitioner is None:
        return
    record_private_view(
        practitioner=certificate.practitioner,
        viewer=cast("User", request.user),
        screen=screen,
        now=timezone.now(),
    )


def signed_credential(certificate: Certificate) -> CertificateCredential:
    if certificate.paper_record_id is not None:
        # One that was issued on paper never has a credential.
        raise Http404
    found = CertificateCredential.objects.filter(certificate=certificate, signed_at__isnull=False).first()
    if found is None:
        raise CredentialNotReady
    found.certificate = certificate
    return found


def credential_response(found: CertificateCredential) -> HttpResponse:
    return HttpResponse(found.content, content_type=_CREDENTIAL)
