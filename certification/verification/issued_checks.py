"""Holding one certificate of the register to everything that was given out about it: its file, its signature, its credential, its place in the
status list, its lines in the public log. Each fault is a sentence for staff. Reads only."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.storage import storages

from certification.certificates.credential_checks import check_credential
from certification.certificates.enums import DocumentState
from certification.certificates.log.lines import facts_of, row_of, write_leaf
from certification.certificates.log.queries import entries_of, heads, prove_inclusion
from certification.certificates.models import (
    Certificate,
    CertificateDocument,
    CredentialStatusEntry,
    LogEntry,
    TreeHead,
)
from certification.certificates.open_badges.documents import OpenBadgesError, read_json
from certification.certificates.open_badges.status_list import read_bit
from certification.certificates.queries import latest_version
from certification.certificates.rules import ENDS
from certification.certificates.transparency.leaves import digest_of, read_leaf
from certification.certificates.transparency.merkle import hash_leaf, is_included
from certification.verification.answers import SignatureAnswer
from certification.verification.enums import Part
from certification.verification.file_checks import judge_signatures
from certification.verification.pdf_checks import our_fingerprints, read_own_pdf, sha256

# What the worker has still to do this long after the deed is no fault yet.
_LAG = timedelta(minutes=15)
# A failure is tried again within the hour; those of a batch wait for the end of a sitting.
_FAILING, _WAITING = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Fault:
    part: Part
    problem: str


def check_issued(certificate: Certificate, *, now: datetime) -> list[Fault]:
    """Reads ``document``, ``credential``, ``status_entry`` and ``events``. A part that breaks on being read is at fault, and the next is checked."""
    faults = []
    for part, check in _CHECKS.items():
        try:
            problem = check(certificate, now)
        except Exception as error:  # noqa: BLE001 - whatever is so broken that it cannot be read is what is looked for
            problem = f"It cannot be read ({type(error).__name__})."
        if problem:
            faults.append(Fault(part, problem))
    return faults


def _check_document(certificate: Certificate, now: datetime) -> str:
    document = getattr(certificate, "document", None)
    if document is None:
        return "" if certificate.paper_record_id else "Nobody was asked to make the file."
    if document.state != DocumentState.RENDERED:
        return _overdue(certificate, document, now)
    try:
        content = _read(document.file)
    except OSError:
        return "The file is not in the storage."
    return "" if sha256(content) == document.sha256 else "The file in the storage is not the one that was issued."


def _overdue(certificate: Certificate, document: CertificateDocument, now: datetime) -> str:
    age = now - certificate.issued_at
    if document.state == DocumentState.FAILED and age > _FAILING:
        return f"The file was never made: {document.tries} tries failed."
    return "The file was not made within a day of the issue." if age > _WAITING else ""


def _check_signature(certificate: Certificate, now: datetime) -> str:
    document = getattr(certificate, "document", None)
    if document is None or document.state != DocumentState.RENDERED:
        return ""
    try:
        content = _read(document.file)
    except OSError:
        # Said of the document.
        return ""
    found = judge_signatures(read_own_pdf(content), our_fingerprints())
    return "" if found == SignatureAnswer.OURS else f"The signature does not hold: {found.value}."


def _read(name: str) -> bytes:
    with storages["private"].open(name) as file:
        return bytes(file.read())


def _check_credential(certificate: Certificate, now: datetime) -> str:
    credential = getattr(certificate, "credential", None)
    if credential is None:
        return ""
    if credential.signed_at is None:
        return (
            "The credential was not signed within a day of the issue." if now - certificate.issued_at > _WAITING else ""
        )
    if sha256(credential.content.encode()) != credential.sha256:
        return "The credential is not the one that was signed."
    answer = check_credential(credential.content.encode())
    return "" if answer.is_good else f"The proof of the credential does not hold ({answer.problem.partition(':')[0]})."


def _check_status_list(certificate: Certificate, now: datetime) -> str:
    entry: CredentialStatusEntry | None = getattr(certificate, "status_entry", None)
    if entry is None:
        return ""
    ends = [event.at for event in certificate.events.all() if event.type in ENDS]
    version = latest_version(entry.status_list.number)
    if version is None:
        return "The status list was never signed." if certificate.issued_at < now - _LAG else ""
    try:
        is_set = read_bit(read_json(version.content)["credentialSubject"]["encodedList"], entry.index)
    except (OpenBadgesError, KeyError, TypeError):
        return "The status list cannot be read."
    if is_set and not ends:
        return "The status list says revoked, and the register does not."
    if not is_set and any(at < now - _LAG for at in ends):
        return "The register says ended, and the status list does not."
    return ""


def _check_log(certificate: Certificate, now: datetime) -> str:
    entries = list(entries_of(certificate).select_related("event", "document", "credential", "previous"))
    logged = {entry.event_id for entry in entries}
    if any(event.pk not in logged and event.at < now - _LAG for event in certificate.events.all()):
        return "An event is not in the log."
    newest = heads().first()
    return next(_log_problems(certificate, entries, newest), "")


def _log_problems(certificate: Certificate, entries: list[LogEntry], head: TreeHead | None) -> Iterator[str]:
    for entry in entries:
        place = f"Line {entry.index + 1} of the log"
        row, leaf = row_of(entry), read_leaf(entry.leaf)
        previous = entry.previous.leaf_hash if entry.previous else None
        if hash_leaf(entry.leaf.encode()).hex() != entry.leaf_hash:
            yield f"{place} is not what was hashed."
        elif row is None or str(write_leaf(row, previous=previous, salt=leaf.salt)) != entry.leaf:
            yield f"{place} is not what the register says."
        elif head is not None and entry.index < head.size and not _is_under(entry, head):
            yield f"{place} is not under the newest head."
        elif leaf.what == "issued" and leaf.digest != digest_of(facts_of(certificate)):
            yield f"{place}: the printed facts are not those that were issued."


def _is_under(entry: LogEntry, head: TreeHead) -> bool:
    return is_included(
        leaf_hash=bytes.fromhex(entry.leaf_hash),
        index=entry.index,
        size=head.size,
        proof=prove_inclusion(entry.index, size=head.size),
        root=bytes.fromhex(head.root),
    )


_CHECKS: dict[Part, Callable[[Certificate, datetime], str]] = {
    Part.DOCUMENT: _check_document,
    Part.SIGNATURE: _check_signature,
    Part.CREDENTIAL: _check_credential,
    Part.STATUS_LIST: _check_status_list,
    Part.LOG: _check_log,
}
