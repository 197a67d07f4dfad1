"""Which rows hold something encrypted. Each app that has some registers them when it is ready, so that a change of keys reaches all of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class EncryptedRows:
    """``rewrite`` writes one row again with the first key; says whether it had to; raises ``InvalidToken`` where no key reads it."""

    name: str
    keys: Callable[[], Iterable[int]]
    rewrite: Callable[[int], bool]


_kinds: dict[str, EncryptedRows] = {}


def register_encrypted_rows(rows: EncryptedRows) -> None:
    _kinds[rows.name] = rows


def encrypted_rows() -> list[EncryptedRows]:
    return [_kinds[name] for name in sorted(_kinds)]
