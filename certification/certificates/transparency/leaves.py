"""What one line of the log says, in the one form that is hashed. Pure.

Only the hash of a leaf is public. The leaf itself, with its salt, belongs to the certificate: who holds it can prove what
the log has; who has the log alone learns nothing, not even whether a guessed number is in it. docs/decisions/0009.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime

from certification.certificates.transparency.merkle import hash_leaf

FORMAT = "certificate-log/1"
# Things that are logged besides the events of a certificate.
DOCUMENT = "document"
CREDENTIAL = "credential"
_SALT_SIZE = 32

Value = str | int | bool | None


def canonical_json(values: Mapping[str, Value]) -> str:
    """RFC 8785 for a flat object of strings, whole numbers, truth values and nothing, with names in ASCII."""
    return json.dumps(values, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def digest_of(values: Mapping[str, Value]) -> str:
    return hashlib.sha256(canonical_json(values).encode()).hexdigest()


def write_moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def new_salt() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(_SALT_SIZE)).decode().rstrip("=")


@dataclass(frozen=True)
class Leaf:
    """``what`` happened to ``certificate`` (its UUID) ``at`` a time.

    ``digest``: SHA-256 in hexadecimal of the printed facts (issued), of the file (document, credential), or nothing.
    ``previous``: the leaf hash of the line before of the same certificate, so that none can be left out unnoticed.
    """

    what: str
    at: str
    certificate: str
    digest: str | None
    previous: str | None
    salt: str

    def __str__(self) -> str:
        return canonical_json({"format": FORMAT, **asdict(self)})

    @property
    def hash(self) -> str:
        return hash_leaf(str(self).encode()).hex()


def read_leaf(text: str) -> Leaf:
    """Raises ``ValueError`` for anything but the canonical form."""
    values = json.loads(text)
    if not isinstance(values, dict) or values.pop("format", None) != FORMAT:
        raise ValueError("This is no line of the log.")
    if set(values) != {field.name for field in fields(Leaf)}:
        raise ValueError("A line of the log has other fields.")
    leaf = Leaf(**values)
    if str(leaf) != text:
        raise ValueError("The line is not in the canonical form.")
    return leaf
