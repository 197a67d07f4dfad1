"""Whose private rows were looked at, as the trail has it."""

from lms.audit.models import AuditEntry


def views_of_people() -> list[tuple[str, str, str]]:
    """(who looked, the practitioner's key, the screen), in the order of the trail."""
    entries = AuditEntry.objects.filter(action="accounts.view_practitioner").select_related("actor").order_by("pk")
    return [(str(entry.actor), entry.subject_id, entry.detail["screen"]) for entry in entries]
