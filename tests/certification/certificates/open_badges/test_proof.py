"""The proof against the published vectors, and against whoever changes a document that bears one."""

import copy
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from certification.certificates.open_badges import contexts as shipped
from certification.certificates.open_badges.canonical import canonicalize
from certification.certificates.open_badges.contexts import Contexts, read_contexts, shipped_contexts
from certification.certificates.open_badges.documents import OpenBadgesError
from certification.certificates.open_badges.keys import public_key_multibase
from certification.certificates.open_badges.multibase import decode_base58, encode_base58
from certification.certificates.open_badges.proof import (
    KeyUnknown,
    ProofMissing,
    ProofWrong,
    PublishedKey,
    add_value,
    hash_to_sign,
    sign,
    verify,
)
from tests.certification.certificates.open_badges.samples import (
    DID,
    FIRST_DAY,
    KEY,
    PUBLISHED,
    SIGNED_AT,
    fact,
    signed,
)

EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"


@pytest.fixture(scope="module")
def w3c_contexts() -> Contexts:
    """The shipped ones and the one that the W3C's example names."""
    folder = Path(shipped.__file__).parent
    return Contexts({**read_contexts(folder), EXAMPLES: fact("credentials-examples-v2.json")})


def w3c_options(document: dict[str, Any]) -> dict[str, str]:
    return {term: value for term, value in document["proof"].items() if term != "proofValue"}


def test_the_w3c_vectors_hashes_are_reproduced(w3c_contexts: Contexts) -> None:
    """Published as proofHashDataInt.txt and docHashDataInt.txt: SHA-256 of the canonical statements."""
    document = fact("signed-credential.json")

    assert hash_to_sign(document, w3c_options(document), w3c_contexts).hex() == (
        "bea7b7acfbad0126b135104024a5f1733e705108f42d59668b05c0c50004c6b0"
        "517744132ae165a5349155bef0bb0cf2258fff99dfe1dbd914b938d775a36017"
    )


def test_the_w3c_vector_is_signed_byte_for_byte(w3c_contexts: Contexts) -> None:
    document, pair = fact("signed-credential.json"), fact("key-pair.json")
    key = Ed25519PrivateKey.from_private_bytes(decode_base58(pair["privateKeyMultibase"])[2:])

    assert public_key_multibase(key) == pair["publicKeyMultibase"]
    proof = add_value(document, w3c_options(document), key=key, contexts=w3c_contexts)
    assert proof == document["proof"]


# Open Badges 3.0 Implementation Guide, "Linked Data Proof Test Vector for Open Badges 3.0" (1EdTech).
ONE_ED_TECH: dict[str, Any] = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "id": "http://example.com/credentials/3527",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {
        "id": "https://example.edu/issuers/565049",
        "type": ["Profile"],
        "url": "https://www.imsglobal.org",
        "name": "Example Corp",
    },
    "validFrom": "2010-01-01T00:00:00Z",
    "name": "Teamwork Badge",
    "credentialSubject": {
        "id": "did:example:ebfeb1f712ebc6f1c276e12ec21",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "https://example.com/achievements/21st-century-skills/teamwork",
            "type": ["Achievement"],
            "criteria": {
                "narrative": "Team members are nominated for this badge by their peers and recognized upon review by "
                "Example Corp management."
            },
            "description": "This badge recognizes the development of the capacity to collaborate within a group "
            "environment.",
            "name": "Teamwork",
        },
    },
}
ONE_ED_TECH_KEY = Ed25519PrivateKey.from_private_bytes(
    bytes.fromhex("6241a409e6707bb640a0140a8a32bc3d193c33a661747284d6adfa4ed4180be4")
)
ONE_ED_TECH_SIGNED_AT = datetime(2010, 1, 1, 19, 23, 24, tzinfo=UTC)


def one_ed_tech_signed() -> dict[str, Any]:
    controller = ONE_ED_TECH["issuer"]["id"]
    return sign(ONE_ED_TECH, key=ONE_ED_TECH_KEY, controller=controller, created_at=ONE_ED_TECH_SIGNED_AT)


def test_the_1edtech_example_is_signed_byte_for_byte() -> None:
    assert one_ed_tech_signed()["proof"] == [
        {
            "type": "DataIntegrityProof",
            "created": "2010-01-01T19:23:24Z",
            "verificationMethod": (
                "https://example.edu/issuers/565049#z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
            ),
            "cryptosuite": "eddsa-rdfc-2022",
            "proofPurpose": "assertionMethod",
            "proofValue": ("z5x9aCBYovW3CQCbKdNyhEm7ffYSw1YpEdPywQJoNbzDD2gkzQDKJ1sYKJaWvqZtkMtSbz35HcbgXVEDYHxCzgkCr"),
        }
    ]


def test_the_1edtech_examples_hashes_are_reproduced() -> None:
    options = {term: value for term, value in one_ed_tech_signed()["proof"][0].items() if term != "proofValue"}

    assert hash_to_sign(ONE_ED_TECH, options, shipped_contexts()).hex() == (
        "d34009cea0dbc1ca941e09dc01c8c9d3e3ce3c5b853f67ee44698dcea10f5d19"
        "87f65a76d40146205e3b3e06cb0fbd153f97f9ce70372390f52566bb7f9e0773"
    )
    statements = canonicalize(ONE_ED_TECH, shipped_contexts())
    assert hashlib.sha256(statements.encode()).hexdigest().startswith("87f65a76")


def test_a_signed_credential_verifies() -> None:
    proof = verify(signed(), issuer=DID, keys=[PUBLISHED])

    assert (proof.key, proof.created_at) == (PUBLISHED, SIGNED_AT)


def test_the_same_facts_give_the_same_bytes() -> None:
    assert signed() == signed()


def test_the_proof_is_an_array_of_one_and_names_the_key_itself() -> None:
    (proof,) = signed()["proof"]

    assert proof["verificationMethod"] == f"{DID}#{public_key_multibase(KEY)}"


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for term, inner in value.items():
            yield from leaves(inner, (*path, term))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*path, place))
    else:
        yield path


def at(document: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


LEAVES = list(leaves(signed()))


@pytest.mark.parametrize("path", LEAVES, ids=lambda path: ".".join(map(str, path)))
def test_every_value_is_signed(path: tuple[Any, ...]) -> None:
    changed = copy.deepcopy(signed())
    parent, old = at(changed, path[:-1]), at(changed, path)
    parent[path[-1]] = (not old) if isinstance(old, bool) else f"{old}x"

    with pytest.raises(OpenBadgesError):
        verify(changed, issuer=DID, keys=[PUBLISHED])


@pytest.mark.parametrize("path", LEAVES, ids=lambda path: ".".join(map(str, path)))
def test_nothing_can_be_taken_away(path: tuple[Any, ...]) -> None:
    changed = copy.deepcopy(signed())
    del at(changed, path[:-1])[path[-1]]

    with pytest.raises(OpenBadgesError):
        verify(changed, issuer=DID, keys=[PUBLISHED])


OBJECTS = sorted({tuple(path[:-1]) for path in LEAVES if isinstance(at(signed(), path[:-1]), dict)}, key=str)
RIDERS: list[tuple[str, Any]] = [
    ("grade", "excellent"),
    ("grade", {"note": "excellent"}),
    ("name", "excellent"),
    ("@note", "excellent"),
    ("@index", "excellent"),
    ("https://example.org/grade", "excellent"),
    ("description", None),
    ("image", []),
    ("image", {}),
]


@pytest.mark.parametrize("path", OBJECTS, ids=lambda path: ".".join(map(str, path)) or "document")
@pytest.mark.parametrize(("term", "value"), RIDERS, ids=str)
def test_nothing_rides_along_unsigned(path: tuple[Any, ...], term: str, value: Any) -> None:
    changed = copy.deepcopy(signed())
    at(changed, path)[term] = value

    with pytest.raises(OpenBadgesError):
        verify(changed, issuer=DID, keys=[PUBLISHED])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "type", "name", "x"]), inner),
    max_leaves=6,
)


@settings(deadline=None)
@given(path=st.sampled_from(LEAVES), up=st.integers(0, 3), value=JSON)
def test_whatever_stands_in_its_place_is_refused_and_breaks_nothing(path: tuple[Any, ...], up: int, value: Any) -> None:
    changed = copy.deepcopy(signed())
    place = path[: max(1, len(path) - up)]
    same = at(changed, place) == value
    at(changed, place[:-1])[place[-1]] = value

    if not same:
        with pytest.raises(OpenBadgesError):
            verify(changed, issuer=DID, keys=[PUBLISHED])


def with_proof(**changes: Any) -> dict[str, Any]:
    document = signed()
    (proof,) = document["proof"]
    return {**document, "proof": [{**proof, **changes}]}


@pytest.mark.parametrize(
    "proof",
    [None, [], {}, "proof", ["proof"], [{"type": "DataIntegrityProof"}], [signed()["proof"][0]] * 2],
    ids=repr,
)
def test_a_document_has_one_proof(proof: Any) -> None:
    with pytest.raises(ProofMissing):
        verify({**signed(), "proof": proof}, issuer=DID, keys=[PUBLISHED])


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "Ed25519Signature2020"},
        {"cryptosuite": "eddsa-jcs-2022"},
        {"proofPurpose": "authentication"},
        {"proofValue": {"a": "b"}},
    ],
    ids=repr,
)
def test_a_proof_of_another_kind_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ProofMissing):
        verify(with_proof(**changes), issuer=DID, keys=[PUBLISHED])


def test_a_proof_brings_no_contexts() -> None:
    with pytest.raises(OpenBadgesError, match="contexts of its own"):
        verify(with_proof(**{"@context": "https://www.w3.org/ns/credentials/v2"}), issuer=DID, keys=[PUBLISHED])


@pytest.mark.parametrize(
    "value", ["", "z", "u1234", "z0OIl", encode_base58(b"short"), encode_base58(bytes(64)), "z" + "1" * 300]
)
def test_a_value_that_is_no_signature_is_refused(value: str) -> None:
    with pytest.raises(ProofWrong):
        verify(with_proof(proofValue=value), issuer=DID, keys=[PUBLISHED])


def test_a_key_that_is_not_published_is_refused() -> None:
    """A forger signs with a key of their own and names it in our name."""
    forger = Ed25519PrivateKey.from_private_bytes(b"f" * 32)
    document = {term: value for term, value in signed().items() if term != "proof"}
    forged = sign(document, key=forger, controller=DID, created_at=SIGNED_AT)

    with pytest.raises(KeyUnknown):
        verify(forged, issuer=DID, keys=[PUBLISHED])


def test_a_published_keys_name_does_not_help_a_forger() -> None:
    forger = Ed25519PrivateKey.from_private_bytes(b"f" * 32)
    document = {term: value for term, value in signed().items() if term != "proof"}
    options = {term: value for term, value in signed()["proof"][0].items() if term != "proofValue"}
    proof = add_value(document, options, key=forger, contexts=shipped_contexts())

    with pytest.raises(ProofWrong):
        verify({**document, "proof": [proof]}, issuer=DID, keys=[PUBLISHED])


@pytest.mark.parametrize(
    "method", [f"did:web:elsewhere.example#{PUBLISHED.multibase}", DID, f"{DID}#", "", f"{DID}#{PUBLISHED.multibase}#"]
)
def test_the_key_is_looked_up_under_the_issuers_name_only(method: str) -> None:
    with pytest.raises(KeyUnknown):
        verify(with_proof(verificationMethod=method), issuer=DID, keys=[PUBLISHED])


def test_another_issuers_document_is_refused() -> None:
    document = {term: value for term, value in signed().items() if term != "proof"}
    document["issuer"] = {**document["issuer"], "id": "did:web:elsewhere.example"}
    resigned = sign(document, key=KEY, controller=DID, created_at=SIGNED_AT)

    with pytest.raises(KeyUnknown, match="someone else"):
        verify(resigned, issuer=DID, keys=[PUBLISHED])


def test_a_retired_key_vouches_for_its_own_period() -> None:
    retired = PublishedKey(PUBLISHED.multibase, FIRST_DAY, retired_at=SIGNED_AT + timedelta(days=1))
    too_early = PublishedKey(PUBLISHED.multibase, FIRST_DAY, retired_at=SIGNED_AT - timedelta(days=1))
    too_late = PublishedKey(PUBLISHED.multibase, SIGNED_AT + timedelta(days=1))

    assert verify(signed(), issuer=DID, keys=[retired]).key == retired
    for key in (too_early, too_late):
        with pytest.raises(KeyUnknown):
            verify(signed(), issuer=DID, keys=[key])


@pytest.mark.parametrize("created", ["", "yesterday", "2025-06-02T02:00:00", "٢٠٢٥-06-02"])
def test_a_proof_says_when_it_was_made(created: str) -> None:
    with pytest.raises(KeyUnknown):
        verify(with_proof(created=created), issuer=DID, keys=[PUBLISHED])
