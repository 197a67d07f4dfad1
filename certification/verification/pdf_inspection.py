"""What a PDF says of itself: its signatures and the credentials attached to it. Runs as a program of its own, for a stranger's file may be made to do
harm: ``python -m certification.verification.pdf_inspection`` reads it from its input and prints JSON.

Knows neither Django nor the site's settings, and ends by itself when it needs more time or memory than any of our files would.
"""

import base64
import json
import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

_SECONDS = 8
_MEMORY = 768 * 1024 * 1024
_MOST_SIGNATURES = 8
_MOST_ATTACHMENTS = 4
_LARGEST_ATTACHMENT = 300_000


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    json.dump(inspect(sys.stdin.buffer.read()), sys.stdout)


def inspect(content: bytes) -> dict[str, Any]:
    try:
        reader = PdfFileReader(BytesIO(content))
        if reader.encrypted:
            return {"state": "encrypted"}
        signatures = [_examine(signature) for signature in reader.embedded_signatures[:_MOST_SIGNATURES]]
        attachments = [base64.b64encode(each).decode() for each in _attachments(reader)]
    except (Exception, MemoryError):  # noqa: BLE001 - whatever a parser raises over a stranger's file, it cannot be read
        return {"state": "unreadable"}
    return {"state": "read", "signatures": signatures, "attachments": attachments}


def _examine(signature: EmbeddedPdfSignature) -> dict[str, Any]:
    """``whole``: every byte of the file is signed, but for the signature itself. Trust is the caller's to judge, by the fingerprint."""
    signature.compute_integrity_info(skip_diff=True)  # type: ignore[no-untyped-call]  # pyHanko's
    intact, valid = validate_sig_integrity(
        signature.signer_info,
        signature.signer_cert,
        expected_content_type="data",
        actual_digest=signature.compute_digest(),
    )
    start, *_gap, rest, length = (int(each) for each in signature.byte_range)
    return {
        "fingerprint": signature.signer_cert.sha256.hex(),
        "good": intact and valid and signature.sig_object_type == "/Sig",
        "whole": start == 0 and signature.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        "forbids_changes": signature.docmdp_level == MDPPerm.NO_CHANGES,
        "end": rest + length,
    }


def _attachments(reader: PdfFileReader) -> Iterator[bytes]:
    """Files that belong to the whole document (PDF/A-3), decoded; those only that are small enough to be a credential."""
    files = reader.root.get("/AF", generic.ArrayObject())
    for index in range(min(len(files), _MOST_ATTACHMENTS)):
        content = files[index]["/EF"]["/F"].data
        if len(content) <= _LARGEST_ATTACHMENT:
            yield content


if __name__ == "__main__":
    main()
