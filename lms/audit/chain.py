"""Checking the chain. Pure but for reading: entries and seals in, the first broken link out."""

from collections.abc import Iterable
from dataclasses import dataclass

from lms.audit.models import AuditSeal
from lms.audit.services import GENESIS_HASH, hash_entry


@dataclass(frozen=True)
class BrokenLink:
    sequence: int
    entry_id: int
    reason: str


@dataclass(frozen=True)
class ChainCheck:
    links: int
    head: str
    broken: BrokenLink | None


def check_chain(seals: Iterable[AuditSeal]) -> ChainCheck:
    """``seals`` in the order of their sequence, each with its entry; stops at the first link that does not hold."""
    links, head = 0, GENESIS_HASH
    for seal in seals:
        reason = _fault(seal, links + 1, head)
        if reason:
            return ChainCheck(links, head, BrokenLink(seal.sequence, seal.entry_id, reason))
        links, head = seal.sequence, seal.hash
    return ChainCheck(links, head, None)


def _fault(seal: AuditSeal, expected_sequence: int, previous_hash: str) -> str:
    if seal.sequence != expected_sequence:
        return f"link {expected_sequence} is missing"
    if seal.previous_hash != previous_hash:
        return "it does not follow the link before it"
    if seal.hash != hash_entry(previous_hash=previous_hash, entry=seal.entry):
        return "the entry is not what was sealed"
    return ""
