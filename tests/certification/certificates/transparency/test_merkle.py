import hashlib
from collections.abc import Callable, Sequence
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.certificates.transparency.merkle import (
    EMPTY_ROOT,
    Frontier,
    Node,
    consistency_ranges,
    cover,
    fold,
    hash_children,
    hash_leaf,
    inclusion_ranges,
    is_consistent,
    is_included,
    needed_nodes,
    prove,
)
from tests.certification.certificates.transparency.vectors import CONSISTENCY, INCLUSION, LEAVES, NODES, ROOTS


def grow(leaves: Sequence[bytes]) -> tuple[list[bytes], dict[Node, bytes]]:
    """The root after each leaf, the empty tree first, and every complete subtree."""
    frontier, nodes, roots = Frontier(), {}, [Frontier().root()]
    for index, leaf in enumerate(leaves):
        nodes[0, index] = hash_leaf(leaf)
        nodes |= frontier.append(hash_leaf(leaf))
        roots.append(frontier.root())
    return roots, nodes


def by_definition(leaves: Sequence[bytes]) -> bytes:
    """MTH as section 2.1.1 defines it, and nothing else."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return hashlib.sha256(b"\x01" + by_definition(leaves[:middle]) + by_definition(leaves[middle:])).digest()


def test_roots_are_the_published_ones() -> None:
    roots, _nodes = grow(LEAVES)
    assert [root.hex() for root in roots] == ROOTS


def test_nodes_are_the_published_ones() -> None:
    _roots, nodes = grow(LEAVES)
    published = {(level, index): digest for level, row in enumerate(NODES) for index, digest in enumerate(row)}
    assert {node: digest.hex() for node, digest in nodes.items()} == published


@pytest.mark.parametrize(("leaf", "size"), INCLUSION)
def test_inclusion_proof_is_the_published_one_and_holds(leaf: int, size: int) -> None:
    _roots, nodes = grow(LEAVES[:size])
    proof = prove(inclusion_ranges(leaf, size), nodes)
    assert [digest.hex() for digest in proof] == INCLUSION[leaf, size]
    root = bytes.fromhex(ROOTS[size])
    assert is_included(leaf_hash=hash_leaf(LEAVES[leaf]), index=leaf, size=size, proof=proof, root=root)


@pytest.mark.parametrize(("first", "second"), CONSISTENCY)
def test_consistency_proof_is_the_published_one_and_holds(first: int, second: int) -> None:
    _roots, nodes = grow(LEAVES[:second])
    proof = prove(consistency_ranges(first, second), nodes)
    assert [digest.hex() for digest in proof] == CONSISTENCY[first, second]
    assert is_consistent(
        first=first,
        second=second,
        proof=proof,
        first_root=bytes.fromhex(ROOTS[first]),
        second_root=bytes.fromhex(ROOTS[second]),
    )


Alter = Callable[[list[bytes]], list[bytes]]
# What transparency-dev's test data does to a proof.
ALTERATIONS: dict[str, Alter] = {
    "trailing garbage": lambda proof: [*proof, b"garbage"],
    "preceding garbage": lambda proof: [b"garbage", *proof],
    "trailing root": lambda proof: [*proof, bytes.fromhex(ROOTS[8])],
    "preceding root": lambda proof: [bytes.fromhex(ROOTS[8]), *proof],
    "truncated": lambda proof: proof[:-1],
    "first removed": lambda proof: proof[1:],
    "empty": lambda proof: proof[:0],
    "doubled": lambda proof: proof + proof,
    "reversed": lambda proof: proof[::-1],
    "a bit flipped": lambda proof: [bytes([proof[0][0] ^ 4]) + proof[0][1:], *proof[1:]],
    "another bit flipped": lambda proof: [*proof[:-1], proof[-1][:-1] + bytes([proof[-1][-1] ^ 8])],
    "cut short": lambda proof: [proof[0][:-1], *proof[1:]],
}


@pytest.mark.parametrize("alter", ALTERATIONS.values(), ids=ALTERATIONS)
def test_altered_proof_is_refused(alter: Alter) -> None:
    roots, nodes = grow(LEAVES)
    leaf_hash = nodes[0, 5]
    inclusion = alter(prove(inclusion_ranges(5, 8), nodes))
    assert not is_included(leaf_hash=leaf_hash, index=5, size=8, proof=inclusion, root=roots[8])

    consistency = alter(prove(consistency_ranges(6, 8), nodes))
    assert not is_consistent(first=6, second=8, proof=consistency, first_root=roots[6], second_root=roots[8])


@pytest.mark.parametrize(("index", "size"), [(4, 8), (6, 8), (7, 8), (5, 16), (5, 4), (-1, 8), (8, 8), (0, 0)])
def test_inclusion_at_another_place_is_refused(index: int, size: int) -> None:
    roots, nodes = grow(LEAVES)
    proof = prove(inclusion_ranges(5, 8), nodes)
    assert not is_included(leaf_hash=nodes[0, 5], index=index, size=size, proof=proof, root=roots[8])


def test_inclusion_of_another_leaf_or_under_another_root_is_refused() -> None:
    roots, nodes = grow(LEAVES)
    proof = prove(inclusion_ranges(5, 8), nodes)
    for leaf_hash, root in [(nodes[0, 4], roots[8]), (nodes[0, 5], roots[7]), (b"", roots[8]), (nodes[0, 5], b"")]:
        assert not is_included(leaf_hash=leaf_hash, index=5, size=8, proof=proof, root=root)
    assert not is_included(leaf_hash=b"", index=0, size=1, proof=[], root=b"")


@pytest.mark.parametrize(("first", "second"), [(5, 8), (7, 8), (4, 8), (6, 16), (6, 4), (0, 8), (-1, 8), (8, 6)])
def test_consistency_of_other_sizes_is_refused(first: int, second: int) -> None:
    roots, nodes = grow(LEAVES)
    proof = prove(consistency_ranges(6, 8), nodes)
    assert not is_consistent(first=first, second=second, proof=proof, first_root=roots[6], second_root=roots[8])


def test_consistency_under_other_roots_is_refused() -> None:
    roots, nodes = grow(LEAVES)
    proof = prove(consistency_ranges(6, 8), nodes)
    for first_root, second_root in [(roots[8], roots[6]), (roots[5], roots[8]), (roots[6], roots[7]), (b"", roots[8])]:
        assert not is_consistent(first=6, second=8, proof=proof, first_root=first_root, second_root=second_root)


def test_a_tree_is_consistent_with_itself_by_nothing_but_its_root() -> None:
    root, other = bytes.fromhex(ROOTS[7]), bytes.fromhex(ROOTS[8])
    assert is_consistent(first=7, second=7, proof=[], first_root=root, second_root=root)
    assert not is_consistent(first=7, second=7, proof=[], first_root=root, second_root=other)
    assert not is_consistent(first=7, second=7, proof=[root], first_root=root, second_root=root)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (8, 8), (-1, 8)])
def test_inclusion_out_of_range_cannot_be_planned(index: int, size: int) -> None:
    with pytest.raises(ValueError, match=f"A tree of {size} leaves has no leaf {index}"):
        inclusion_ranges(index, size)


@pytest.mark.parametrize(("first", "second"), [(0, 8), (-1, 8), (9, 8), (0, 0)])
def test_consistency_out_of_range_cannot_be_planned(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="There is no consistency proof"):
        consistency_ranges(first, second)


def test_edge_with_the_wrong_number_of_hashes_is_refused() -> None:
    with pytest.raises(ValueError, match="A tree of 5 leaves has 2 hashes on its edge"):
        Frontier(5, [EMPTY_ROOT])


def test_leaf_and_node_hashes_never_meet() -> None:
    """Without the prefixes a node could be passed off as a leaf."""
    left, right = hash_leaf(b"a"), hash_leaf(b"b")
    assert hash_leaf(left + right) != hash_children(left, right)


leaves_of_any_tree = st.lists(st.binary(max_size=4), max_size=70)


@given(leaves_of_any_tree)
def test_growing_gives_the_root_of_the_definition(leaves: list[bytes]) -> None:
    roots, _nodes = grow(leaves)
    assert roots[-1] == by_definition(leaves)


@given(leaves_of_any_tree, st.data())
def test_growth_goes_on_from_the_stored_edge(leaves: list[bytes], data: st.DataObject) -> None:
    roots, nodes = grow(leaves)
    size = data.draw(st.integers(0, len(leaves)))
    frontier = Frontier(size, [nodes[node] for node in cover((0, size))])
    assert frontier.root() == roots[size] == fold([nodes[node] for node in cover((0, size))])
    for leaf in leaves[size:]:
        frontier.append(hash_leaf(leaf))
    assert frontier.root() == roots[-1]


@given(st.integers(1, 70), st.data())
def test_every_leaf_is_proved_by_few_hashes_and_no_other_leaf(size: int, data: st.DataObject) -> None:
    leaves = [bytes([number]) for number in range(size)]
    roots, nodes = grow(leaves)
    index = data.draw(st.integers(0, size - 1))
    ranges = inclusion_ranges(index, size)
    proof = prove(ranges, {node: nodes[node] for node in needed_nodes(ranges)})
    assert len(proof) <= (size - 1).bit_length()
    holding = [
        other
        for other in range(size)
        if is_included(leaf_hash=nodes[0, other], index=index, size=size, proof=proof, root=roots[size])
    ]
    assert holding == [index]


def test_every_size_up_to_40_is_consistent_with_every_later_one() -> None:
    leaves = [bytes([number]) for number in range(40)]
    roots, nodes = grow(leaves)
    for first, second in combinations_with_replacement(range(1, 41), 2):
        ranges = consistency_ranges(first, second)
        proof = prove(ranges, {node: nodes[node] for node in needed_nodes(ranges)})
        assert len(proof) <= second.bit_length() + 1
        verdict = is_consistent(
            first=first, second=second, proof=proof, first_root=roots[first], second_root=roots[second]
        )
        assert verdict, (first, second)
        assert first == second or not is_consistent(
            first=first, second=second, proof=proof, first_root=roots[first - 1], second_root=roots[second]
        )
