"""What all documents here share: the addresses of contexts, moments as text, JSON as it is kept and as strangers bring it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
# A credential of ours has some four thousand; the largest documents are status lists.
LONGEST_DOCUMENT = 200_000


class OpenBadgesError(ValueError):
    """A document is not what it should be; the message is for a log, not for a visitor."""


class NotADocument(OpenBadgesError):
    """Not a JSON object that could be read in one way only."""


def moment(when: datetime) -> str:
    """As XML Schema and the proofs want it: UTC, whole seconds."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def to_json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def read_json(text: str | bytes) -> dict[str, Any]:
    """A stranger's text: bounded, and refused where two readers could understand two things."""
    if len(text) > LONGEST_DOCUMENT:
        raise NotADocument("The text is too long.")
    try:
        document = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise NotADocument("The text is not JSON.") from error
    if not isinstance(document, dict):
        raise NotADocument("The text is not a JSON object.")
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise NotADocument("A name is given twice.")
    return content


def _refuse_constant(name: str) -> None:
    raise NotADocument(f"{name} is no JSON.")
