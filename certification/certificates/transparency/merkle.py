"""The Merkle tree of RFC 9162, section 2.1, with SHA-256: hashes, proofs and their verification. Pure.

A tree is stored as its complete subtrees. A node ``(level, index)`` is the root of the ``2 ** level`` leaves from
``index * 2 ** level`` on; it never changes once it is complete. What a proof needs is planned as ranges of leaves, each of
which is put together from at most one complete subtree per level: so a proof reads O(log n) stored hashes.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

Node = tuple[int, int]
# Leaves from the first number up to, not including, the second.
Range = tuple[int, int]


def hash_leaf(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


def hash_children(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def cover(leaves: Range) -> list[Node]:
    """The complete subtrees that make up ``leaves``, largest first; the range begins where the largest may begin."""
    start, end = leaves
    nodes = []
    while start < end:
        level = (end - start).bit_length() - 1
        nodes.append((level, start >> level))
        start += 1 << level
    return nodes


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over the subtrees that ``cover`` names."""
    if not hashes:
        return EMPTY_ROOT
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = hash_children(left, root)
    return root


class Frontier:
    """The right edge of a growing tree: one hash per bit of its size, which is all that adding a leaf and its root need."""

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        """``hashes``: of the nodes ``cover((0, size))``, in that order."""
        self.size = size
        self._hashes = list(hashes)
        if len(self._hashes) != size.bit_count():
            raise ValueError(f"A tree of {size} leaves has {size.bit_count()} hashes on its edge.")

    def append(self, leaf_hash: bytes) -> dict[Node, bytes]:
        """Adds a leaf; returns the subtrees above it that became complete."""
        completed = {}
        digest, level = leaf_hash, 0
        while self.size >> level & 1:
            digest = hash_children(self._hashes.pop(), digest)
            level += 1
            completed[level, self.size >> level] = digest
        self._hashes.append(digest)
        self.size += 1
        return completed

    def root(self) -> bytes:
        return fold(self._hashes)


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The subtrees whose roots are the inclusion proof of leaf ``index``, as PATH of section 2.1.3.1 orders them."""
    if not 0 <= index < size:
        raise ValueError(f"A tree of {size} leaves has no leaf {index}.")
    ranges: list[Range] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(first: int, second: int) -> list[Range]:
    """The subtrees whose roots are the proof that the tree of ``first`` leaves is the beginning of that of ``second`` (2.1.4.1)."""
    if not 0 < first <= second:
        raise ValueError(f"There is no consistency proof from {first} leaves to {second}.")
    if first == second:
        return []
    ranges: list[Range] = []
    start, end = 0, second
    while end != first:
        middle = start + _split(end - start)
        if first <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    if start:
        # The old tree's last subtree is no longer one that its verifier could name by its root alone.
        ranges.append((start, end))
    return ranges[::-1]


def needed_nodes(ranges: Iterable[Range]) -> set[Node]:
    return {node for leaves in ranges for node in cover(leaves)}


def prove(ranges: Iterable[Range], hashes: Mapping[Node, bytes]) -> list[bytes]:
    """The proof, given the hashes of the ``needed_nodes``."""
    return [fold([hashes[node] for node in cover(leaves)]) for leaves in ranges]


def is_included(*, leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Section 2.1.3.2, step by step."""
    if not 0 <= index < size or not _are_hashes(leaf_hash, root, *proof):
        return False
    fn, sn, digest = index, size - 1, leaf_hash
    for sibling in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            digest = hash_children(sibling, digest)
            fn, sn = _skip(fn, sn)
        else:
            digest = hash_children(digest, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and digest == root


def is_consistent(*, first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes) -> bool:
    """Section 2.1.4.2, step by step; of two equal sizes, which it leaves out, the roots must be equal and the proof empty."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    if not proof or not _are_hashes(first_root, second_root, *proof):
        return False
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    first_digest = second_digest = path[0]
    for sibling in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            first_digest = hash_children(sibling, first_digest)
            second_digest = hash_children(sibling, second_digest)
            fn, sn = _skip(fn, sn)
        else:
            second_digest = hash_children(second_digest, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and first_digest == first_root and second_digest == second_root


def _are_hashes(*candidates: bytes) -> bool:
    return all(len(candidate) == HASH_SIZE for candidate in candidates)


def _skip(fn: int, sn: int) -> tuple[int, int]:
    """Past the levels at which the right edge has no sibling."""
    while fn and not fn & 1:
        fn, sn = fn >> 1, sn >> 1
    return fn, sn


def _split(size: int) -> int:
    """The largest power of two smaller than ``size``."""
    return 1 << (size - 1).bit_length() - 1
