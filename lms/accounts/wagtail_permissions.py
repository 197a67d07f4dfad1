"""What Wagtail's admin may do with rows that only services write: the name by which the areas know it."""

from lms.wagtail_permissions import NoDeletionPermissionPolicy, ReadOnlyPermissionPolicy

__all__ = ["NoDeletionPermissionPolicy", "ReadOnlyPermissionPolicy"]
