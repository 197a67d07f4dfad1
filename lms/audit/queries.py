"""Reads of the audit trail."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from lms.audit.models import AuditEntry, AuditSeal

# Sealed right after their transaction, or by beat a minute later; what waits longer has lost its seal or its worker.
SEALING_TAKES = timedelta(minutes=10)


def links() -> QuerySet[AuditSeal]:
    return AuditSeal.objects.select_related("entry").order_by("sequence")


def unsealed() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(seal=None).order_by("pk")


def overdue(now: datetime) -> QuerySet[AuditEntry]:
    return unsealed().filter(at__lt=now - SEALING_TAKES)
