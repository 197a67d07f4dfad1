from collections.abc import Sequence
from typing import Any

from wagtail.fields import StreamField


class BlocksOutsideMigrations(StreamField):
    """A StreamField whose migrations do not repeat the blocks: the column is JSON whatever they are."""

    def __init__(self, block_types: Any = (), **options: Any) -> None:
        super().__init__(block_types, **options)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, _blocks, options = super().deconstruct()
        options.pop("block_lookup", None)
        return name, path, [], options
