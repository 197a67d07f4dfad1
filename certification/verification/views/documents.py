"""What whoever knows number and name, or the file, may take along: the credential, and the proof that the log holds the certificate.

Both bear the holder's full name, which the code on the paper alone does not open.
"""

from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certification.certificates.models import Certificate
from certification.certificates.services.log import prove_certificate
from certification.certificates.views.credentials import credential_response, signed_credential
from certification.verification.limits import PER_ADDRESS, count_visit
from certification.verification.queries import TOKEN
from certification.verification.views.later import puts_off
from certification.verification.views.visitors import address_of

# The salt and the addresses are printed in what has been given out; they outlive the module's name.
_SALT = "certificates.log"
# A page that was found by number and name proves for a day; the token, which is on the paper, for ever.
_REFERENCE_LASTS = timedelta(days=1)


def make_reference(certificate: Certificate) -> str:
    """Leads to the proof of ``certificate`` without telling its token to who knows its number and name only."""
    return signing.dumps(str(certificate.uuid), salt=_SALT)


@never_cache
@require_safe
@puts_off
def credential(request: HttpRequest, reference: str) -> HttpResponse:
    """The same facts, to be checked by machine."""
    certificate = _find(request, reference)
    if certificate is None:
        return _ask_for_the_name(reference)
    response = credential_response(signed_credential(certificate))
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_safe
@puts_off
def proof(request: HttpRequest, reference: str) -> HttpResponse:
    """Every line of the log about the certificate, with a signed statement of what it is worth."""
    certificate = _find(request, reference)
    if certificate is None:
        return _ask_for_the_name(reference)
    bundle = prove_certificate(certificate=certificate, now=timezone.now())
    issue = f"-{certificate.issue}" if certificate.issue > 1 else ""
    response = JsonResponse(bundle, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{certificate.number}{issue}.proof.json"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _find(request: HttpRequest, reference: str) -> Certificate | None:
    count_visit(PER_ADDRESS, address_of(request))
    return _find_by_reference(reference)


def _ask_for_the_name(reference: str) -> HttpResponse:
    """A token opens its page, where the name can be typed; anything else leads nowhere."""
    if not TOKEN.fullmatch(reference):
        raise Http404
    return redirect("verification:token", reference)


def _find_by_reference(reference: str) -> Certificate | None:
    try:
        uuid = signing.loads(reference, salt=_SALT, max_age=_REFERENCE_LASTS)
    except signing.BadSignature:
        return None
    return Certificate.objects.select_related("template").filter(uuid=UUID(uuid)).first()
