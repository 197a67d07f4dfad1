"""What a stranger has laid before us, told by its content: a name proves nothing. Pure."""

from enum import StrEnum

# What the largest of ours takes many times over.
MOST_BYTES = 5_000_000
_HEAD = 1024
_MARKS = b"\xef\xbb\xbf"


class Presented(StrEnum):
    PDF = "pdf"
    PICTURE = "picture"
    CREDENTIAL = "credential"


def recognize(content: bytes) -> Presented | None:
    """None: nothing that the association gives out."""
    # A reader finds a PDF behind up to a kilobyte of anything; what begins as a picture is none that we made.
    if content.startswith(b"\x89PNG"):
        return Presented.PICTURE
    if b"%PDF-" in content[:_HEAD]:
        return Presented.PDF
    text = content.removeprefix(_MARKS).lstrip()
    if text.startswith(b"{"):
        return Presented.CREDENTIAL
    if text.startswith(b"<") and b"<svg" in text[: _HEAD * 8]:
        return Presented.PICTURE
    return None
