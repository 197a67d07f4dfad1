"""A credential inside a picture (Open Badges 3.0, section 5.3): a text chunk of a PNG, an element of an SVG."""

import re
import struct
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from certification.certificates.open_badges.documents import LONGEST_DOCUMENT, OpenBadgesError

# What strangers upload is refused beyond this many bytes.
LARGEST_PICTURE = 5_000_000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEYWORD = b"openbadgecredential"
# Not compressed, and neither language nor translated keyword.
_PLAIN = b"\0\0\0\0\0"
_MOST_CHUNKS = 10_000
_NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
_ROOT = re.compile(r"<svg\b[^>]*(?=>)")


class NotBaked(OpenBadgesError):
    """Not such a picture, or no credential in it."""


def bake_png(picture: bytes, credential: str) -> bytes:
    """Replaces a credential that the picture may hold."""
    chunks = [(kind, content) for kind, content in _chunks(picture) if not _is_credential(kind, content)]
    baked = (b"iTXt", _KEYWORD + _PLAIN + credential.encode())
    return _SIGNATURE + b"".join(_chunk(*chunk) for chunk in [chunks[0], baked, *chunks[1:]])


def unbake_png(picture: bytes) -> str:
    """The text of the first credential; raises ``NotBaked``."""
    content = next((content for kind, content in _chunks(picture) if _is_credential(kind, content)), None)
    if content is None:
        raise NotBaked("The picture holds no credential.")
    text = content[len(_KEYWORD) :]
    if not text.startswith(_PLAIN):
        raise NotBaked("The credential is compressed or translated, which the standard forbids.")
    return _decode(text[len(_PLAIN) :])


def bake_svg(picture: str, credential: str) -> str:
    """``picture`` is one of ours, without a credential."""
    body = credential.replace("]]>", "]]]]><![CDATA[>")
    element = f"<openbadges:credential><![CDATA[{body}]]></openbadges:credential>"
    root = _ROOT.search(picture)
    if root is None or "openbadges:credential" in picture:
        raise NotBaked("Not a picture to bake into.")
    return f'{picture[: root.end()]} xmlns:openbadges="{_NAMESPACE}">{element}{picture[root.end() + 1 :]}'


def unbake_svg(picture: bytes) -> str:
    """The text of the first credential; raises ``NotBaked``. Nothing after it is read."""
    if len(picture) > LARGEST_PICTURE:
        raise NotBaked("The picture is too large.")
    reader = _SvgReader()
    try:
        reader.parser.Parse(picture, True)  # noqa: FBT003 - expat's own signature
    except _Found:
        return "".join(reader.text)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise NotBaked("The picture is not an SVG.") from error
    raise NotBaked("The picture holds no credential.")


class _Found(Exception):
    pass


class _SvgReader:
    def __init__(self) -> None:
        self.text: list[str] = []
        self._length = 0
        self._inside = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._read
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        if self._inside:
            raise NotBaked("The credential is not a text.")
        self._inside = name == f"{_NAMESPACE} credential"

    def _end(self, _name: str) -> None:
        if self._inside:
            raise _Found

    def _read(self, text: str) -> None:
        if not self._inside:
            return
        self._length += len(text)
        if self._length > LONGEST_DOCUMENT:
            raise NotBaked("The credential is too long.")
        self.text.append(text)

    def _refuse(self, *_declaration: object) -> None:
        # Entities are declared there, and a few of them can stand for gigabytes.
        raise NotBaked("The picture declares a document type.")


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not picture.startswith(_SIGNATURE) or len(picture) > LARGEST_PICTURE:
        raise NotBaked("Not a PNG, or too large a one.")
    position = len(_SIGNATURE)
    for _count in range(_MOST_CHUNKS):
        if position + 12 > len(picture):
            raise NotBaked("The picture is cut off.")
        length, kind = struct.unpack_from(">I4s", picture, position)
        content = picture[position + 8 : position + 8 + length]
        checksum = picture[position + 8 + length : position + 12 + length]
        if checksum != struct.pack(">I", zlib.crc32(kind + content)):
            raise NotBaked("The picture is damaged.")
        yield kind, content
        if kind == b"IEND":
            return
        position += 12 + length
    raise NotBaked("The picture has too many parts.")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _is_credential(kind: bytes, content: bytes) -> bool:
    return kind == b"iTXt" and content.startswith(_KEYWORD + b"\0")


def _decode(content: bytes) -> str:
    if len(content) > LONGEST_DOCUMENT:
        raise NotBaked("The credential is too long.")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise NotBaked("The credential is not a text.") from error
