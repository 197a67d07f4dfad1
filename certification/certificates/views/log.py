"""For whoever does not want to take the association's word: the log's heads, its hashes, proofs. No account; nobody's name but in a proof
that the certificate's own address, or its number and name, lead to."""

import base64
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certification.certificates.limits import PER_ADDRESS, TooManyRequests, count_visit
from certification.certificates.log.keys import LogKeyMissing, is_test_log, load_log_signer
from certification.certificates.log.queries import (
    heads,
    log_size,
    prove_consistency,
    prove_inclusion,
    published_keys,
)
from certification.certificates.models import Certificate, LogEntry, TreeHead
from certification.certificates.services.log import prove_certificate
from certification.certificates.verification import find_by_token

_PAGE = 30
_HEADS_AT_ONCE = 500
_LEAVES_AT_ONCE = 1000
_FRESH = 60
_SALT = "certificates.log"
# A page that was found by number and name proves for a day; the token, which is on the paper, for ever.
_REFERENCE_LASTS = timedelta(days=1)
_VERIFIER = Path("docs", "verifier", "verify_certificate.py")


def make_reference(certificate: Certificate) -> str:
    """Leads to the proof of ``certificate`` without telling its token to who knows its number and name only."""
    return signing.dumps(str(certificate.uuid), salt=_SALT)


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    page = Paginator(heads(), _PAGE).get_page(request.GET.get("page"))
    keys = published_keys(current=_current_key())
    context = {
        "page_obj": page,
        "newest": heads().first(),
        "size": log_size(),
        "keys": keys,
        "is_test": any(is_test_log(key.split("+")[0]) for key in keys),
        "has_verifier": (settings.BASE_DIR / _VERIFIER).exists(),
    }
    return render(request, "certificates/log.html", context)


@require_safe
def heads_json(request: HttpRequest) -> HttpResponse:
    """The newest first, ``next`` leads to the older ones."""
    before = _number(request, "before", default=0)
    rows = heads().filter(pk__lt=before) if before else heads()
    found = list(rows.order_by("-pk")[: _HEADS_AT_ONCE + 1])
    shown = found[:_HEADS_AT_ONCE]
    address = f"{settings.SITE_URL}{reverse('certificates:log_heads')}"
    return _json(
        {
            "keys": published_keys(current=_current_key()),
            "heads": [_head(head) for head in shown],
            "next": f"{address}?before={shown[-1].pk}" if len(found) > len(shown) else None,
        }
    )


@require_safe
def leaves_json(request: HttpRequest) -> HttpResponse:
    """Hashes from ``start`` on, by which anybody can compute every root again."""
    start = _number(request, "start", default=0)
    rows = LogEntry.objects.filter(index__gte=start, index__lt=start + _LEAVES_AT_ONCE).order_by("index")
    return _json({"start": start, "leaves": list(rows.values_list("leaf_hash", flat=True))})


@require_safe
def inclusion_json(request: HttpRequest, leaf_hash: str) -> HttpResponse:
    """By the hash of a leaf, as RFC 9162's get-proof-by-hash; in the tree of ``size``, or of the newest head."""
    entry = LogEntry.objects.filter(leaf_hash=leaf_hash).first()
    newest = heads().first()
    size = _number(request, "size", default=newest.size if newest else 0)
    if entry is None or not entry.index < size <= log_size():
        raise Http404
    proof = [_encode(digest) for digest in prove_inclusion(entry.index, size=size)]
    return _json({"index": entry.index, "size": size, "proof": proof})


@require_safe
def consistency_json(request: HttpRequest) -> HttpResponse:
    first, second = _number(request, "first", default=0), _number(request, "second", default=0)
    if not 0 < first <= second <= log_size():
        raise Http404
    return _json(
        {"first": first, "second": second, "proof": [_encode(digest) for digest in prove_consistency(first, second)]}
    )


@never_cache
@require_safe
def proof(request: HttpRequest, reference: str) -> HttpResponse:
    """``reference``: a certificate's token, or what ``make_reference`` gave."""
    try:
        count_visit(PER_ADDRESS, get_adapter().get_client_ip(request))
    except TooManyRequests as refusal:
        later = render(request, "certificates/verify_later.html", {"message": str(refusal)}, status=refusal.status)
        later["Retry-After"] = str(refusal.retry_after)
        return later
    certificate = find_by_token(reference) or _find_by_reference(reference)
    if certificate is None:
        raise Http404
    bundle = prove_certificate(certificate=certificate, now=timezone.now())
    issue = f"-{certificate.issue}" if certificate.issue > 1 else ""
    response = JsonResponse(bundle, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{certificate.number}{issue}.proof.json"'
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def verifier(request: HttpRequest) -> FileResponse:
    """The program that checks a proof without this site."""
    file = settings.BASE_DIR / _VERIFIER
    if not file.exists():
        raise Http404
    return FileResponse(file.open("rb"), as_attachment=True, filename=file.name, content_type="text/x-python")


def _find_by_reference(reference: str) -> Certificate | None:
    try:
        uuid = signing.loads(reference, salt=_SALT, max_age=_REFERENCE_LASTS)
    except signing.BadSignature:
        return None
    return Certificate.objects.select_related("template").filter(uuid=UUID(uuid)).first()


def _head(head: TreeHead) -> dict[str, object]:
    return {"size": head.size, "root": _encode(bytes.fromhex(head.root)), "at": head.at, "note": head.note}


def _current_key() -> str:
    try:
        return str(load_log_signer().verifier)
    except LogKeyMissing:
        return ""


def _encode(digest: bytes) -> str:
    return base64.b64encode(digest).decode()


def _number(request: HttpRequest, name: str, *, default: int) -> int:
    """A place or a size; anything else has no page."""
    text = request.GET.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Http404
    return int(text)


def _json(content: dict[str, object]) -> JsonResponse:
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    # Public, and the same for everybody.
    patch_cache_control(response, public=True, max_age=_FRESH)
    response["Access-Control-Allow-Origin"] = "*"
    return response
