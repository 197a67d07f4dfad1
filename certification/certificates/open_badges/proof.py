"""Data Integrity proofs of the cryptosuite eddsa-rdfc-2022 (W3C Data Integrity EdDSA Cryptosuites v1.0)."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certification.certificates.open_badges.canonical import Unsigned, canonicalize
from certification.certificates.open_badges.contexts import Contexts, shipped_contexts
from certification.certificates.open_badges.documents import OpenBadgesError, moment
from certification.certificates.open_badges.keys import public_key_multibase, read_public_key
from certification.certificates.open_badges.multibase import MultibaseError, decode_base58, encode_base58

_CRYPTOSUITE = "eddsa-rdfc-2022"
_SIGNATURE_BYTES = 64


class ProofMissing(OpenBadgesError):
    """No proof, more than one, or one of another kind."""


class KeyUnknown(OpenBadgesError):
    """The proof names a key that the issuer does not publish, or one that was not in use at the time it names."""


class ProofWrong(OpenBadgesError):
    """The document was changed after it was signed, or signed by someone else."""


@dataclass(frozen=True)
class PublishedKey:
    """A key with the period in which it signed; without an end, the one in use.

    From ``leaked_at`` on it is in other hands. What bears an earlier time may have been dated back: whoever believes it needs
    another witness of that time.
    """

    multibase: str
    created_at: datetime
    retired_at: datetime | None = None
    leaked_at: datetime | None = None

    def was_in_use(self, at: datetime) -> bool:
        """And in our hands."""
        began = self.created_at.replace(microsecond=0) <= at
        return (
            began and (self.retired_at is None or at <= self.retired_at) and (not self.leaked_at or at < self.leaked_at)
        )


@dataclass(frozen=True)
class VerifiedProof:
    key: PublishedKey
    created_at: datetime


def sign(
    document: Mapping[str, Any],
    *,
    key: Ed25519PrivateKey,
    controller: str,
    created_at: datetime,
    contexts: Contexts | None = None,
) -> dict[str, Any]:
    """The document with its proof, in an array of one. ``controller`` is the issuer's identifier, under which the key is published."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": _CRYPTOSUITE,
        "created": moment(created_at),
        "verificationMethod": f"{controller}#{public_key_multibase(key)}",
        "proofPurpose": "assertionMethod",
    }
    return {**document, "proof": [add_value(document, options, key=key, contexts=contexts or shipped_contexts())]}


def add_value(
    document: Mapping[str, Any], options: Mapping[str, Any], *, key: Ed25519PrivateKey, contexts: Contexts
) -> dict[str, Any]:
    """The proof that ``options`` describe, with its value."""
    return {**options, "proofValue": encode_base58(key.sign(hash_to_sign(document, options, contexts)))}


def hash_to_sign(document: Mapping[str, Any], options: Mapping[str, Any], contexts: Contexts) -> bytes:
    """SHA-256 of the proof's statements, then of the document's (section 3.3.4)."""
    unsecured = {term: value for term, value in document.items() if term != "proof"}
    configuration = {"@context": document.get("@context"), **options}
    return b"".join(
        hashlib.sha256(canonicalize(part, contexts).encode()).digest() for part in (configuration, unsecured)
    )


def verify(
    document: Mapping[str, Any],
    *,
    issuer: str,
    keys: Collection[PublishedKey],
    contexts: Contexts | None = None,
) -> VerifiedProof:
    """Who signed it and when; raises an ``OpenBadgesError`` that says what is wrong.

    ``issuer`` and ``keys`` are those that this site publishes: what the document says of a key is never believed.
    """
    proof = _only_proof(document)
    key, created_at = _published_key(proof, issuer=issuer, keys=keys)
    if _issuer_of(document) != issuer:
        raise KeyUnknown("The document was issued by someone else.")
    options = {term: value for term, value in proof.items() if term != "proofValue"}
    try:
        signature = decode_base58(proof["proofValue"])
        signed = hash_to_sign(document, options, contexts or shipped_contexts())
        if len(signature) != _SIGNATURE_BYTES:
            raise ProofWrong("The proof is not a signature.")
        read_public_key(key.multibase).verify(signature, signed)
    except (InvalidSignature, MultibaseError) as error:
        raise ProofWrong("The proof does not fit the document.") from error
    return VerifiedProof(key=key, created_at=created_at)


def _only_proof(document: Mapping[str, Any]) -> Mapping[str, Any]:
    proofs = document.get("proof")
    proofs = proofs if isinstance(proofs, list) else [proofs]
    proof = proofs[0] if len(proofs) == 1 else None
    if not isinstance(proof, Mapping) or not all(isinstance(value, str) for value in proof.values()):
        raise ProofMissing("The document has no proof, or more than one.")
    wanted = {"type": "DataIntegrityProof", "cryptosuite": _CRYPTOSUITE, "proofPurpose": "assertionMethod"}
    if any(proof.get(term) != value for term, value in wanted.items()) or "proofValue" not in proof:
        raise ProofMissing("The proof is of another kind.")
    if "@context" in proof:
        raise Unsigned("The proof brings contexts of its own.")
    return proof


def _published_key(
    proof: Mapping[str, Any], *, issuer: str, keys: Collection[PublishedKey]
) -> tuple[PublishedKey, datetime]:
    controller, _hash, fragment = str(proof.get("verificationMethod")).partition("#")
    key = next((key for key in keys if key.multibase == fragment), None)
    if key is None or controller != issuer:
        raise KeyUnknown("The issuer does not publish this key.")
    try:
        created_at = datetime.fromisoformat(str(proof.get("created")))
        in_use = key.was_in_use(created_at)
    except (ValueError, TypeError) as error:
        raise KeyUnknown("The proof does not say when it was made.") from error
    if not in_use:
        raise KeyUnknown("The key was not in use when the proof says it was made.")
    return key, created_at


def _issuer_of(document: Mapping[str, Any]) -> object:
    issuer = document.get("issuer")
    return issuer.get("id") if isinstance(issuer, Mapping) else issuer
