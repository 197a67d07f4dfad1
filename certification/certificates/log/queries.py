"""Reading the log: its size, its hashes, proofs, heads; and what waits to be appended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from certification.certificates.enums import DocumentState
from certification.certificates.models import (
    Certificate,
    CertificateCredential,
    CertificateDocument,
    CertificateEvent,
    CredentialKey,
    LogEntry,
    LogNode,
    TreeHead,
)
from certification.certificates.transparency.merkle import (
    Frontier,
    Node,
    consistency_ranges,
    cover,
    inclusion_ranges,
    needed_nodes,
    prove,
)

Row = TypeVar("Row", CertificateDocument, CertificateCredential)
# Appended right after its transaction, or by beat a minute later; what waits longer has lost its worker.
APPENDING_TAKES = timedelta(minutes=10)


def log_size() -> int:
    last = LogEntry.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def stored_hashes(nodes: Iterable[Node]) -> dict[Node, bytes]:
    """In two queries, however many there are."""
    wanted = set(nodes)
    leaves = [index for level, index in wanted if level == 0]
    rows = LogEntry.objects.filter(index__in=leaves).values_list("index", "leaf_hash") if leaves else []
    found = {(0, index): bytes.fromhex(digest) for index, digest in rows}
    above = [Q(level=level, index=index) for level, index in wanted if level]
    if above:
        inner = LogNode.objects.filter(reduce(or_, above)).values_list("level", "index", "hash")
        found |= {(level, index): bytes.fromhex(digest) for level, index, digest in inner}
    return found


def load_frontier(size: int) -> Frontier:
    nodes = cover((0, size))
    hashes = stored_hashes(nodes)
    return Frontier(size, [hashes[node] for node in nodes])


def prove_inclusion(index: int, *, size: int) -> list[bytes]:
    """Raises ``ValueError`` where the tree of this size has no such leaf."""
    ranges = inclusion_ranges(index, size)
    return prove(ranges, stored_hashes(needed_nodes(ranges)))


def prove_all(places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], list[bytes]]:
    """The proofs of several leaves, each as (index, size of the tree), in two queries."""
    ranges = {place: inclusion_ranges(*place) for place in places}
    hashes = stored_hashes(needed_nodes(leaves for each in ranges.values() for leaves in each))
    return {place: prove(each, hashes) for place, each in ranges.items()}


def prove_consistency(first: int, second: int) -> list[bytes]:
    ranges = consistency_ranges(first, second)
    return prove(ranges, stored_hashes(needed_nodes(ranges)))


def heads() -> QuerySet[TreeHead]:
    """The newest first."""
    return TreeHead.objects.order_by("-at", "-pk")


def published_keys(*, current: str = "") -> list[str]:
    """Every key that has signed a head, and the one that signs the next."""
    signed = TreeHead.objects.order_by("key").values_list("key", flat=True).distinct()
    return sorted({*signed, current} - {""})


def entries_of(certificate: Certificate) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(certificate=certificate).order_by("index")


def first_heads(entries: QuerySet[LogEntry]) -> dict[int, TreeHead]:
    """By the index of each entry: the head that covered it first, which is when the world could know of it."""
    covering = TreeHead.objects.filter(size__gt=OuterRef("index")).order_by("size", "at")
    pairs = entries.annotate(first_head=Subquery(covering.values("pk")[:1])).values_list("index", "first_head")
    found = dict(pairs)
    by_pk = TreeHead.objects.in_bulk(pk for pk in found.values() if pk)
    return {index: by_pk[pk] for index, pk in found.items() if pk}


def size_known_before(moment: datetime) -> int:
    """How many entries the world could know of: those of the last head that was signed before ``moment``."""
    return heads().filter(at__lt=moment).values_list("size", flat=True).first() or 0


def unwitnessed_credentials(key: CredentialKey, *, before: datetime) -> QuerySet[CertificateCredential]:
    """What ``key`` signed and no head of the log covers that was signed before that moment."""
    witnessed = LogEntry.objects.filter(credential=OuterRef("pk"), index__lt=size_known_before(before))
    return CertificateCredential.objects.filter(~Exists(witnessed), key=key)


def waiting_events() -> QuerySet[CertificateEvent]:
    return CertificateEvent.objects.filter(log_entry=None).select_related("certificate__template").order_by("pk")


def waiting_documents() -> QuerySet[CertificateDocument]:
    """Rendered, not in the log, their certificate's issue in it: a file comes after what it is the file of."""
    rows = CertificateDocument.objects.filter(state=DocumentState.RENDERED, log_entry=None)
    return _begun(rows).select_related("certificate__template").order_by("pk")


def waiting_credentials() -> QuerySet[CertificateCredential]:
    rows = CertificateCredential.objects.filter(signed_at__isnull=False, log_entry=None)
    return _begun(rows).select_related("certificate__template").order_by("pk")


def overdue_events(now: datetime) -> QuerySet[CertificateEvent]:
    return CertificateEvent.objects.filter(log_entry=None, at__lt=now - APPENDING_TAKES).order_by("pk")


def _begun(rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows.filter(Exists(LogEntry.objects.filter(certificate=OuterRef("certificate"))))


@dataclass(frozen=True)
class LoggedLine:
    """A line of a certificate for its page; ``covered_at``: when the newest head was signed, if it covers this line."""

    label: str
    at: datetime
    place: int
    leaf_hash: str
    covered_at: datetime | None


def logged_lines(certificate: Certificate) -> list[LoggedLine]:
    """In one query."""
    newest = TreeHead.objects.order_by("-at", "-pk")
    entries = entries_of(certificate).select_related("event", "document", "credential")
    rows = entries.annotate(head_size=Subquery(newest.values("size")[:1]), head_at=Subquery(newest.values("at")[:1]))
    return [_line(entry, entry.head_at if (entry.head_size or 0) > entry.index else None) for entry in rows]


def _line(entry: LogEntry, covered_at: datetime | None) -> LoggedLine:
    at: datetime | None
    if entry.event:
        label, at = entry.event.get_type_display(), entry.event.at
    elif entry.document:
        label, at = _("PDF signed"), entry.document.rendered_at
    else:
        label, at = _("Credential signed"), entry.credential.signed_at if entry.credential else None
    return LoggedLine(label, at or entry.appended_at, entry.index + 1, entry.leaf_hash, covered_at)
