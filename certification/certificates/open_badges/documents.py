"""What all documents here share: the addresses of contexts, moments as text, JSON as it is kept."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


class OpenBadgesError(ValueError):
    """A document is not what it should be; the message is for a log, not for a visitor."""


def moment(when: datetime) -> str:
    """As XML Schema and the proofs want it: UTC, whole seconds."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def to_json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
