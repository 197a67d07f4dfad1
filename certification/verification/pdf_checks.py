"""Reading a stranger's PDF without letting it do harm: in a process of its own, bounded in time and memory."""

import base64
import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from django.conf import settings

_PROGRAM = "certification.verification.pdf_inspection"
_PATIENCE = 20.0
# The one in use, and those that were: laid aside under any name with this ending.
_CERTIFICATES = "*.crt.pem"


class PdfState(StrEnum):
    READ = "read"
    ENCRYPTED = "encrypted"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class PdfSignature:
    """``good``: it fits the bytes that it covers, which end before the byte ``end``. ``whole``: that is the whole file."""

    fingerprint: str
    good: bool
    whole: bool
    forbids_changes: bool
    end: int


@dataclass(frozen=True)
class PdfContent:
    state: PdfState
    signatures: tuple[PdfSignature, ...] = ()
    attachments: tuple[bytes, ...] = ()


def read_pdf(content: bytes) -> PdfContent:
    command = [sys.executable, "-m", _PROGRAM]
    # Neither the site's secrets nor its proxies are any business of what reads a stranger's file.
    environment = {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command,
            input=content,
            capture_output=True,
            timeout=_PATIENCE,
            cwd=settings.BASE_DIR,
            env=environment,
            check=True,
        )
        found: dict[str, Any] = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        # Killed by a limit, or by the system that had no memory left: no file of ours does that.
        return PdfContent(PdfState.UNREADABLE)
    return _understand(found)


def read_own_pdf(content: bytes) -> PdfContent:
    """Of bytes that are known to be ours, without a process for each."""
    from certification.verification.pdf_inspection import inspect  # noqa: PLC0415 - pyHanko takes most of a second

    return _understand(inspect(content))


def _understand(found: dict[str, Any]) -> PdfContent:
    return PdfContent(
        state=PdfState(found["state"]),
        signatures=tuple(PdfSignature(**each) for each in found.get("signatures", ())),
        attachments=tuple(base64.b64decode(each) for each in found.get("attachments", ())),
    )


def our_fingerprints() -> set[str]:
    """Of the certificates that documents are and were signed with, as the folder of signing keys has them."""
    return {
        chain[0].fingerprint(hashes.SHA256()).hex()
        for file in sorted(Path(settings.SIGNING_KEY_DIR).glob(_CERTIFICATES))
        if (chain := _read_chain(file))
    }


def _read_chain(file: Path) -> list[x509.Certificate]:
    """The first is the signer's own."""
    try:
        return x509.load_pem_x509_certificates(file.read_bytes())
    except (OSError, ValueError):
        return []


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
