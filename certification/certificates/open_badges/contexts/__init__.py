"""The JSON-LD contexts that documents here may name, shipped with their hashes. Nothing is ever fetched.

A context decides what a signature covers: fetched from its host, a changed one would change the meaning of every document signed under it.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from certification.certificates.open_badges.documents import OpenBadgesError

_FOLDER = Path(__file__).parent


class ContextUnknown(OpenBadgesError):
    """A document names a context that is not shipped here."""


class ContextChanged(OpenBadgesError):
    """A shipped context is not the file that the manifest vouches for."""


def read_contexts(folder: Path) -> dict[str, Any]:
    """Address to content, of the files that ``manifest.json`` in ``folder`` lists."""
    manifest = json.loads((folder / "manifest.json").read_text())
    return {address: _read(folder / entry["file"], entry["sha256"]) for address, entry in manifest.items()}


def context_files() -> dict[str, Path]:
    """By their names, for whoever checks a credential without a connection."""
    manifest = json.loads((_FOLDER / "manifest.json").read_text())
    return {entry["file"]: _FOLDER / entry["file"] for entry in manifest.values()}


def _read(file: Path, sha256: str) -> Any:
    content = file.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ContextChanged(f"{file.name} is not the published context.")
    return json.loads(content)


class Contexts:
    """Given to PyLD in place of the network; remembers what it has processed, which is most of the work."""

    def __init__(self, contents: Mapping[str, Any]) -> None:
        # Loaded by who signs or verifies: a third of a second that the site's processes seldom need.
        from cachetools import LRUCache  # noqa: PLC0415
        from pyld.context_resolver import ContextResolver  # noqa: PLC0415

        self._contents = contents
        self.resolver = ContextResolver(LRUCache(maxsize=100), self.load)

    def load(self, address: str, options: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """PyLD's interface of a document loader."""
        if address not in self._contents:
            raise ContextUnknown(f"The context {address} is not known here.")
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": address,
            "document": self._contents[address],
        }


@cache
def shipped_contexts() -> Contexts:
    return Contexts(read_contexts(_FOLDER))
