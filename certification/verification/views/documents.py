"""What whoever has a paper may take along: the credential, and the proof that the log holds the certificate."""

from datetime import timedelta
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certification.certificates.models import Certificate
from certification.certificates.services.log import prove_certificate
from certification.certificates.views.credentials import credential_response, signed_credential
from certification.verification.limits import PER_ADDRESS, TooManyRequests, count_visit
from certification.verification.queries import find_by_token
from certification.verification.views.later import come_back_later

# The salt and the addresses are printed in what has been given out; they outlive the module's name.
_SALT = "certificates.log"
# A page that was found by number and name proves for a day; the token, which is on the paper, for ever.
_REFERENCE_LASTS = timedelta(days=1)


def make_reference(certificate: Certificate) -> str:
    """Leads to the proof of ``certificate`` without telling its token to who knows its number and name only."""
    return signing.dumps(str(certificate.uuid), salt=_SALT)


@never_cache
@require_safe
def credential(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever has the paper, whose QR code is the token: the same facts, to be checked by machine."""
    certificate = find_by_token(token)
    if certificate is None:
        raise Http404
    response = credential_response(signed_credential(certificate))
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_safe
def proof(request: HttpRequest, reference: str) -> HttpResponse:
    """``reference``: a certificate's token, or what ``make_reference`` gave."""
    try:
        count_visit(PER_ADDRESS, get_adapter().get_client_ip(request))
    except TooManyRequests as refusal:
        return come_back_later(request, refusal)
    certificate = find_by_token(reference) or _find_by_reference(reference)
    if certificate is None:
        raise Http404
    bundle = prove_certificate(certificate=certificate, now=timezone.now())
    issue = f"-{certificate.issue}" if certificate.issue > 1 else ""
    response = JsonResponse(bundle, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{certificate.number}{issue}.proof.json"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _find_by_reference(reference: str) -> Certificate | None:
    try:
        uuid = signing.loads(reference, salt=_SALT, max_age=_REFERENCE_LASTS)
    except signing.BadSignature:
        return None
    return Certificate.objects.select_related("template").filter(uuid=UUID(uuid)).first()
