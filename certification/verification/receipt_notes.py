"""What a receipt says, in the one form that is signed. Pure.

A note of the log's key, as the log's heads are; its first line differs from theirs, so that none can be taken for the other. The statement is canonical
JSON (RFC 8785; a flat object) in the second line. docs/verifier/verify_certificate.py reads it without this site.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from certification.certificates.transparency.leaves import Value, canonical_json
from certification.certificates.transparency.notes import NoteInvalid, VerifierKey, open_note

FORMAT = "verification-receipt/1"


def write_statement(origin: str, statement: Mapping[str, Value]) -> str:
    return f"{origin}#receipt\n{canonical_json(statement)}\n"


def digest_of_proof(proof: Mapping[str, Any]) -> str:
    text = json.dumps(proof, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read_receipt(receipt: Mapping[str, Any], keys: list[VerifierKey]) -> dict[str, Value]:
    """The statement; raises ``NoteInvalid`` where one of ``keys`` has not signed it, or the proof is another."""
    if receipt.get("format") != FORMAT:
        raise NoteInvalid("This is no receipt.")
    origin, line = open_note(str(receipt.get("note")), keys).splitlines()
    if origin not in {f"{key.name}#receipt" for key in keys}:
        raise NoteInvalid("This note is no receipt.")
    statement: dict[str, Value] = json.loads(line)
    if statement["proof"] != digest_of_proof(receipt["proof"]):
        raise NoteInvalid("The proof is not the one of this receipt.")
    return statement
