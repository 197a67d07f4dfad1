"""The issuer's identifier (did:web) and the document that publishes its keys."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlsplit

from certification.certificates.open_badges.documents import OpenBadgesError, moment
from certification.certificates.open_badges.proof import PublishedKey

_CONTEXTS: list[Any] = [
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/multikey/v1",
    # The first day of a key's period; Multikey itself has a word for the last one only.
    {"created": {"@id": "http://purl.org/dc/terms/created", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}},
]


class NoSuchIdentifier(OpenBadgesError):
    """The site's address cannot be told as a did:web."""


def did_of_site(site_url: str) -> str:
    """``https://example.org:8443`` is ``did:web:example.org%3A8443``; its document is at ``/.well-known/did.json`` there."""
    parts = urlsplit(site_url)
    if not parts.hostname or parts.path.strip("/"):
        raise NoSuchIdentifier(f"{site_url} is not the address of a whole site.")
    return f"did:web:{quote(parts.netloc, safe='')}"


def did_document(*, did: str, keys: Iterable[PublishedKey]) -> dict[str, Any]:
    """All keys that ever signed, each with its period: a retired one still vouches for what it signed within it."""
    methods = [_method(did, key) for key in keys]
    return {
        "@context": _CONTEXTS,
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _method(did: str, key: PublishedKey) -> dict[str, str]:
    method = {
        "id": f"{did}#{key.multibase}",
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": key.multibase,
        "created": moment(key.created_at),
    }
    if key.retired_at is not None:
        method["expires"] = moment(key.retired_at)
    if key.leaked_at is not None:
        # Nothing that it signed from then on is to be believed (W3C Controlled Identifiers).
        method["revoked"] = moment(key.leaked_at)
    return method
