"""Files inside a PDF, for programs rather than for readers."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weasyprint import Attachment


@dataclass(frozen=True)
class AttachedFile:
    """What the document says, as data (AFRelationship Data, ISO 19005-3); its name tells what kind of file it is."""

    name: str
    description: str
    content: bytes
    made_at: datetime


def to_weasyprint(file: AttachedFile) -> "Attachment":
    from weasyprint import Attachment  # noqa: PLC0415 - loaded by who renders

    made_at = file.made_at.astimezone(UTC)
    return Attachment(
        # As bytes: text would be read for the encoding it was written in.
        string=file.content,
        name=file.name,
        description=file.description,
        created=made_at,
        modified=made_at,
        relationship="Data",
    )
