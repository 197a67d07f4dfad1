"""Writing a document's objects: each is put into bytes once, and what is the same in every document is compressed once per process."""

import zlib
from functools import lru_cache

import pydyf

# Above this, a stream gains a hundredth of its size for half as much time again.
_LEVEL = 6


class _Written(pydyf.Object):  # type: ignore[misc]  # pydyf ships no types
    """An object as bytes. pydyf asks for them twice: for the document's identifier, and to write them."""

    def __init__(self, source: pydyf.Object) -> None:
        self.number, self.offset = source.number, source.offset
        self.generation, self.free = source.generation, source.free
        self._compressible = source.compressible
        self._data = _compressed(source) if isinstance(source, pydyf.Stream) and source.compress else source.data

    @property
    def data(self) -> bytes:
        return self._data

    @property
    def compressible(self) -> bool:
        return bool(self._compressible)


def write_each_once(_document: object, pdf: pydyf.PDF) -> None:
    """WeasyPrint's ``finisher``."""
    pdf.objects[1:] = [_Written(each) for each in pdf.objects[1:]]


def _compressed(stream: pydyf.Stream) -> bytes:
    content = b"\n".join(pydyf._to_bytes(item) for item in stream.stream)
    packed = _pack_again(content) if len(stream.stream) == 1 else zlib.compress(content, _LEVEL)
    extra = pydyf.Dictionary(stream.extra | {"Filter": "/FlateDecode", "Length": len(packed)})
    return b"\n".join((extra.data, b"stream", packed, b"endstream"))


@lru_cache(maxsize=8)
def _pack_again(content: bytes) -> bytes:
    return zlib.compress(content, _LEVEL)
