"""Appending to the transparency log, and signing its heads. Never inside the transactions that issue and revoke: a log has one end,
for which they would all wait (docs/decisions/0005, 0009)."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from certification.certificates.log.bundles import build_bundle
from certification.certificates.log.keys import load_log_signer
from certification.certificates.log.lines import Loggable, write_leaf
from certification.certificates.log.queries import (
    entries_of,
    heads,
    load_frontier,
    waiting_credentials,
    waiting_documents,
    waiting_events,
)
from certification.certificates.models import (
    Certificate,
    CertificateCredential,
    CertificateDocument,
    CertificateEvent,
    LogEntry,
    LogNode,
    TreeHead,
)
from certification.certificates.status import TIME_ZONE
from certification.certificates.transparency.leaves import new_salt
from certification.certificates.transparency.notes import Checkpoint
from lms.errors import DomainError

_BATCH = 500
_ATTEMPTS = 3


class NotInTheLog(DomainError):
    status = 503
    message = _("The log is busy and has not taken this certificate in yet. Try again in a minute.")


def append_to_log(*, now: datetime) -> int:
    """Appends what is not in the log yet; returns how many lines. Safe to run in several processes at once, and to be killed."""
    for _attempt in range(_ATTEMPTS):
        try:
            with transaction.atomic():
                # Files after events: a certificate's lines begin with its issue.
                return sum(
                    _append(rows[:_BATCH], now)
                    for rows in (waiting_events(), waiting_documents(), waiting_credentials())
                )
        except IntegrityError:
            # Another process appended first; what is still waiting goes behind it.
            continue
    return 0


def _append(rows: Iterable[Loggable], now: datetime) -> int:
    rows = list(rows)
    if not rows:
        return 0
    last = LogEntry.objects.select_for_update().order_by("-index").first()
    frontier = load_frontier(last.index + 1 if last else 0)
    tips = _tips(rows)
    entries, nodes = [], []
    for row in rows:
        previous = tips.get(row.certificate_id)
        leaf = write_leaf(row, previous=previous.leaf_hash if previous else None, salt=new_salt())
        last = LogEntry(
            index=frontier.size,
            follows=last,
            certificate_id=row.certificate_id,
            previous=previous,
            leaf=str(leaf),
            leaf_hash=leaf.hash,
            appended_at=now,
            **_source(row),
        )
        completed = frontier.append(bytes.fromhex(leaf.hash))
        nodes += [LogNode(level=level, index=index, hash=digest.hex()) for (level, index), digest in completed.items()]
        entries.append(last)
        tips[row.certificate_id] = last
    LogEntry.objects.bulk_create(entries)
    LogNode.objects.bulk_create(nodes)
    return len(entries)


def _tips(rows: Sequence[Loggable]) -> dict[int, LogEntry]:
    """The last line of each certificate so far."""
    certificates = {row.certificate_id for row in rows}
    return {entry.certificate_id: entry for entry in LogEntry.objects.filter(certificate__in=certificates, next=None)}


def _source(row: Loggable) -> dict[str, CertificateEvent | CertificateDocument | CertificateCredential]:
    names = {CertificateEvent: "event", CertificateDocument: "document", CertificateCredential: "credential"}
    return {names[type(row)]: row}


def sign_tree_head(*, now: datetime) -> TreeHead | None:
    """Signs the log as it is now: if it has grown since the last head, and once a day in any case. None: nothing to sign."""
    last = LogEntry.objects.order_by("-index").first()
    if last is None:
        return None
    on = now.astimezone(TIME_ZONE).date()
    newest = heads().first()
    signer = load_log_signer()
    if newest and (newest.last_id, newest.on, newest.key) == (last.pk, on, str(signer.verifier)):
        return newest
    root = load_frontier(last.index + 1).root()
    checkpoint = Checkpoint(signer.origin, last.index + 1, root, now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    head, _created = TreeHead.objects.get_or_create(
        size=checkpoint.size,
        on=on,
        defaults={
            "last": last,
            "root": root.hex(),
            "at": now.replace(microsecond=0),
            "note": signer.sign(str(checkpoint)),
            "key": str(signer.verifier),
        },
    )
    return head


def prove_certificate(*, certificate: Certificate, now: datetime) -> dict[str, Any]:
    """The proof of everything that has happened to ``certificate`` until now, signed; appends and signs first what is still waiting."""
    signer = load_log_signer()
    append_to_log(now=now)
    head = heads().first()
    last = entries_of(certificate).last()
    if last is None:
        raise NotInTheLog
    if head is None or head.size <= last.index or head.key != str(signer.verifier):
        head = sign_tree_head(now=now)
    if head is None or head.size <= last.index:
        raise NotInTheLog
    return build_bundle(certificate, head=head, signer=signer, now=now)
