"""The file that proves a certificate without this site: its lines, their places under signed heads, a signed statement of its standing."""

import base64
from datetime import datetime
from typing import Any

from certification.certificates.log.keys import LogSigner
from certification.certificates.log.lines import facts_of
from certification.certificates.log.queries import entries_of, first_heads, prove_all
from certification.certificates.models import Certificate, LogEntry, TreeHead
from certification.certificates.status import status_at
from certification.certificates.transparency.leaves import write_moment
from certification.certificates.transparency.standings import Standing

FORMAT = "certificate-proof/1"


def build_bundle(certificate: Certificate, *, head: TreeHead, signer: LogSigner, now: datetime) -> dict[str, Any]:
    """``head`` covers every line of ``certificate``; docs/verifier/verify_certificate.py checks what comes out.

    Each line comes with its place in two trees: of the first head that covered it, which shows since when it was there, and
    of ``head``, which shows that it still is.
    """
    entries = entries_of(certificate)
    first = first_heads(entries)
    lines = list(entries)
    sizes = sorted({head.size, *(each.size for each in first.values())})
    notes = {each.size: each.note for each in first.values()} | {head.size: head.note}
    places = [(line.index, size) for line in lines for size in (first[line.index].size, head.size)]
    proofs = prove_all(places)

    def place(index: int, size: int) -> dict[str, Any]:
        return {"head": sizes.index(size), "proof": [encode(digest) for digest in proofs[index, size]]}

    return {
        "format": FORMAT,
        "facts": facts_of(certificate),
        "entries": [
            {
                "leaf": line.leaf,
                "index": line.index,
                "first": place(line.index, first[line.index].size),
                "newest": place(line.index, head.size),
            }
            for line in lines
        ],
        "heads": [notes[size] for size in sizes],
        "standing": signer.sign(str(_stand(certificate, lines, origin=signer.origin, now=now))),
    }


def _stand(certificate: Certificate, lines: list[LogEntry], *, origin: str, now: datetime) -> Standing:
    events = certificate.events.order_by("at", "pk")
    status = status_at(events, valid_until=certificate.valid_until, moment=now)
    return Standing(
        origin=origin,
        certificate=str(certificate.uuid),
        entries=len(lines),
        last=lines[-1].leaf_hash,
        status=str(status or "unknown"),
        at=write_moment(now),
    )


def encode(digest: bytes) -> str:
    return base64.b64encode(digest).decode()
