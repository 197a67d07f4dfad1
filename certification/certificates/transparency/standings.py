"""What the log's key says of one certificate at one moment: how many lines it has, the last of them, its status. Pure.

A tree proves that a line is in it, never that there is no other; so whoever shows the lines of a certificate shows this
too, and cannot leave out the last ones. Its first line differs from a checkpoint's: neither can be taken for the other.
"""

import re
from dataclasses import dataclass

from certification.certificates.transparency.notes import NoteInvalid

_TEXT = re.compile(
    r"(?P<origin>[^\s+]+)#standing\n"
    r"certificate (?P<certificate>[0-9a-f-]{36})\n"
    r"entries (?P<entries>[1-9][0-9]{0,8})\n"
    r"last (?P<last>[0-9a-f]{64})\n"
    r"status (?P<status>[a-z]+)\n"
    r"at (?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)\n"
)


@dataclass(frozen=True)
class Standing:
    origin: str
    certificate: str
    entries: int
    last: str
    status: str
    at: str

    def __str__(self) -> str:
        return (
            f"{self.origin}#standing\ncertificate {self.certificate}\nentries {self.entries}\nlast {self.last}\n"
            f"status {self.status}\nat {self.at}\n"
        )


def read_standing(text: str) -> Standing:
    match = _TEXT.fullmatch(text)
    if not match:
        raise NoteInvalid("This is no statement about a certificate.")
    return Standing(
        origin=match["origin"],
        certificate=match["certificate"],
        entries=int(match["entries"]),
        last=match["last"],
        status=match["status"],
        at=match["at"],
    )
