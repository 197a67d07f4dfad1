"""Checking the log: everything is computed again from the rows, and the first thing that does not agree is named."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from certification.certificates.log.lines import Loggable, row_of, write_leaf
from certification.certificates.models import LogEntry, LogNode, TreeHead
from certification.certificates.transparency.leaves import read_leaf
from certification.certificates.transparency.merkle import Frontier, Node, hash_leaf
from certification.certificates.transparency.notes import (
    Checkpoint,
    NoteInvalid,
    VerifierKey,
    open_note,
    read_checkpoint,
    read_verifier_key,
)

_CHUNK = 2000


@dataclass(frozen=True)
class LogCheck:
    """``fault``: the first disagreement in words; empty where everything agrees. ``size`` and ``root``: as far as it does."""

    size: int
    root: str
    heads: int
    fault: str


def check_log(kept: Iterable[Checkpoint] = ()) -> LogCheck:
    """``kept``: heads that somebody noted earlier, elsewhere; the log must still have grown from each."""
    frontier, roots, nodes = Frontier(), _Roots(kept), _stored_nodes()
    tips: dict[int, str] = {}
    for entry in _entries():
        fault = _entry_fault(entry, frontier.size, tips.get(entry.certificate_id))
        if not fault:
            tips[entry.certificate_id] = entry.leaf_hash
            fault = _node_fault(frontier.append(bytes.fromhex(entry.leaf_hash)), nodes) or roots.check(frontier)
        if fault:
            return LogCheck(frontier.size, frontier.root().hex(), roots.agreed, fault)
    fault = roots.unreached()
    if nodes and not fault:
        fault = "node {}/{} belongs to no entries".format(*min(nodes))
    return LogCheck(frontier.size, frontier.root().hex(), roots.agreed, fault)


def _entries() -> Iterator[LogEntry]:
    return (
        LogEntry.objects.select_related(
            "certificate__template",
            "previous",
            "event__certificate__template",
            "document__certificate__template",
            "credential__certificate__template",
        )
        .order_by("index")
        .iterator(chunk_size=_CHUNK)
    )


def _entry_fault(entry: LogEntry, expected: int, tip: str | None) -> str:
    if entry.index != expected:
        return f"entry {expected} is missing"
    if hash_leaf(entry.leaf.encode()).hex() != entry.leaf_hash:
        return f"entry {expected}: the leaf is not the one that was hashed"
    row, number = row_of(entry), entry.certificate.number
    if row is None:
        return f"entry {expected}: what it records of certificate {number} is missing"
    if (entry.previous.leaf_hash if entry.previous else None) != tip:
        return f"entry {expected} does not follow the one before it of certificate {number}"
    if row.certificate_id != entry.certificate_id or not _says(entry.leaf, row, tip):
        return f"entry {expected}: {row._meta.verbose_name} {row.pk} of certificate {number} is not what was logged"
    return ""


def _says(leaf: str, row: Loggable, tip: str | None) -> bool:
    try:
        salt = read_leaf(leaf).salt
    except ValueError:
        return False
    return str(write_leaf(row, previous=tip, salt=salt)) == leaf


def _stored_nodes() -> dict[Node, str]:
    # All at once: a query for each would take longer than everything else.
    return {(level, index): digest for level, index, digest in LogNode.objects.values_list("level", "index", "hash")}


def _node_fault(completed: dict[Node, bytes], stored: dict[Node, str]) -> str:
    """Proofs are made of the stored nodes: each is compared, and crossed out, when the last leaf below it has been read."""
    for node, digest in completed.items():
        found = stored.pop(node, None)
        if found != digest.hex():
            name = "node {}/{}".format(*node)
            return f"{name} is not the hash of what is below it" if found else f"{name} is missing"
    return ""


class _Roots:
    """The heads and the checkpoints noted elsewhere, each compared when the tree has reached its size."""

    def __init__(self, kept: Iterable[Checkpoint]) -> None:
        self.agreed = 0
        self._heads: defaultdict[int, list[TreeHead]] = defaultdict(list)
        self._kept: defaultdict[int, list[Checkpoint]] = defaultdict(list)
        for head in TreeHead.objects.order_by("size", "at"):
            self._heads[head.size].append(head)
        for checkpoint in kept:
            self._kept[checkpoint.size].append(checkpoint)

    def check(self, frontier: Frontier) -> str:
        heads, kept = self._heads.pop(frontier.size, []), self._kept.pop(frontier.size, [])
        root = frontier.root() if heads or kept else b""
        for head in heads:
            fault = _head_fault(head, root)
            if fault:
                return fault
            self.agreed += 1
        for checkpoint in kept:
            if checkpoint.root != root:
                return f"the log is not the one of the head noted earlier ({checkpoint.size} entries, {checkpoint.at})"
        return ""

    def unreached(self) -> str:
        sizes = [*self._heads, *self._kept]
        return f"the end is missing: a head of {min(sizes)} entries was signed" if sizes else ""


def _head_fault(head: TreeHead, root: bytes) -> str:
    place = f"head {head.pk} ({head.size} entries)"
    try:
        checkpoint = read_checkpoint(open_note(head.note, [_key(head)]))
    except (NoteInvalid, ValueError) as error:
        return f"{place}: {error}"
    if checkpoint.root != root or head.root != root.hex():
        return f"{place}: the entries have another root"
    if (checkpoint.size, checkpoint.at) != (head.size, head.at.strftime("%Y-%m-%dT%H:%M:%SZ")):
        return f"{place}: the row says something else than its signed note"
    return ""


def _key(head: TreeHead) -> VerifierKey:
    return read_verifier_key(head.key)
