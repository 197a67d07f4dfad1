"""Writing the audit trail."""

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, models, transaction

from lms.audit.models import AuditEntry, AuditSeal

if TYPE_CHECKING:
    from lms.accounts.models import User

GENESIS_HASH = "0" * 64
_BATCH = 500
_ATTEMPTS = 3


def record_entry(
    *, action: str, subject: models.Model, actor: "User | None", now: datetime, detail: dict[str, object] | None = None
) -> AuditEntry:
    """Adds an entry inside the caller's transaction; it is sealed after the commit, or by beat.

    ``detail`` holds JSON values only, and no personal data beyond what the decision is about.
    """
    entry = AuditEntry.objects.create(
        at=now,
        action=action,
        actor=actor,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        detail=detail or {},
    )
    # Robust: what was decided stands, whatever becomes of the seal; beat makes up for it.
    transaction.on_commit(seal_entries, robust=True)
    return entry


def seal_entries() -> int:
    """Chains the entries that have no seal yet, oldest first; returns how many. Safe to run in several processes at once."""
    for _attempt in range(_ATTEMPTS):
        try:
            with transaction.atomic():
                return _seal_waiting()
        except IntegrityError:
            # Another process put its links there first; what is still waiting goes behind them.
            continue
    return 0


def _seal_waiting() -> int:
    last = AuditSeal.objects.select_for_update().order_by("-sequence").first()
    sequence, previous = (last.sequence, last.hash) if last else (0, GENESIS_HASH)
    seals = []
    for entry in AuditEntry.objects.filter(seal=None).order_by("pk")[:_BATCH]:
        sequence += 1
        digest = hash_entry(previous_hash=previous, entry=entry)
        seals.append(AuditSeal(sequence=sequence, entry=entry, previous_hash=previous, hash=digest))
        previous = digest
    AuditSeal.objects.bulk_create(seals)
    return len(seals)


def hash_entry(*, previous_hash: str, entry: AuditEntry) -> str:
    content = {
        "id": entry.pk,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "action": entry.action,
        "actor": entry.actor_id,
        "subject": [entry.subject_type, entry.subject_id],
        "detail": entry.detail,
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous_hash}\n{canonical}".encode()).hexdigest()
