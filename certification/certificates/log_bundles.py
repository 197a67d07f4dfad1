"""The file that proves a certificate without this site: its lines, their place in a signed head, and a signed statement of its standing."""

import base64
from datetime import datetime
from typing import Any

from certification.certificates.log_keys import LogSigner
from certification.certificates.log_lines import facts_of
from certification.certificates.log_queries import entries_of, prove_all
from certification.certificates.models import Certificate, TreeHead
from certification.certificates.status import status_at
from certification.certificates.transparency.leaves import write_moment
from certification.certificates.transparency.standings import Standing

FORMAT = "certificate-proof/1"


def build_bundle(certificate: Certificate, *, head: TreeHead, signer: LogSigner, now: datetime) -> dict[str, Any]:
    """``head`` covers every line of ``certificate``; docs/verifier/verify_certificate.py checks what comes out."""
    entries = list(entries_of(certificate))
    proofs = prove_all((entry.index for entry in entries), size=head.size)
    events = certificate.events.order_by("at", "pk")
    standing = Standing(
        origin=signer.origin,
        certificate=str(certificate.uuid),
        entries=len(entries),
        last=entries[-1].leaf_hash,
        status=str(status_at(events, valid_until=certificate.valid_until, moment=now) or "unknown"),
        at=write_moment(now),
    )
    return {
        "format": FORMAT,
        "facts": facts_of(certificate),
        "entries": [
            {"leaf": entry.leaf, "index": entry.index, "proof": [encode(digest) for digest in proofs[entry.index]]}
            for entry in entries
        ],
        "head": head.note,
        "standing": signer.sign(str(standing)),
    }


def encode(digest: bytes) -> str:
    return base64.b64encode(digest).decode()
