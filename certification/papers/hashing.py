"""The seal of a paper: a hash that anyone with the rows can compute again."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class SealedItem:
    """``digest`` is that of the revision's content, so that a changed text breaks the seal too."""

    position: int
    revision: int
    digest: str
    area: str | None
    options: tuple[str, ...]
    points: Decimal


def hash_paper(
    *, code: str, blueprint: str, exam_on: date, seed: int, multiple_scoring: str, items: list[SealedItem]
) -> str:
    """SHA-256 of the canonical JSON, items by position."""
    content = {
        "code": code,
        "blueprint": blueprint,
        "exam_on": exam_on.isoformat(),
        "seed": seed,
        "multiple_scoring": multiple_scoring,
        "items": [
            [item.position, item.revision, item.digest, item.area, list(item.options), f"{item.points:.1f}"]
            for item in sorted(items, key=lambda item: item.position)
        ],
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
