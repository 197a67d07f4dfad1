"""For whoever does not want to take the association's word: the log's heads, its hashes, proofs of places. No account, nobody's name."""

import base64
from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from certification.certificates.log.keys import LogKeyMissing, is_test_log, load_log_signer
from certification.certificates.log.queries import (
    heads,
    log_size,
    prove_consistency,
    prove_inclusion,
    published_keys,
)
from certification.certificates.models import LogEntry, TreeHead
from certification.certificates.open_badges.contexts import context_files

_PAGE = 30
_HEADS_AT_ONCE = 500
_LEAVES_AT_ONCE = 1000
_FRESH = 60
_VERIFIER = Path("docs", "verifier", "verify_certificate.py")


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
        "contexts": list(context_files()),
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


@require_safe
def verifier(request: HttpRequest) -> FileResponse:
    """The program that checks a proof without this site."""
    file = settings.BASE_DIR / _VERIFIER
    if not file.exists():
        raise Http404
    return FileResponse(file.open("rb"), as_attachment=True, filename=file.name, content_type="text/x-python")


@require_safe
def context(request: HttpRequest, name: str) -> FileResponse:
    """A JSON-LD context as it was published, for the verifier, which knows its hash."""
    file = context_files().get(name)
    if file is None:
        raise Http404
    return FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type="application/ld+json")


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
