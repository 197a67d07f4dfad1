"""What Wagtail's admin may do with rows that only services write."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class ReadOnlyPermissionPolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail ships no types
    """View with the model's view permission, and nothing else for anyone, a superuser among them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and bool(super().user_has_permission(user, action))

    def users_with_any_permission(self, actions: list[str]) -> Any:
        return super().users_with_any_permission([action for action in actions if action == "view"])


class AddOnlyPermissionPolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail ships no types
    """View and add with the model's permissions; nobody changes or deletes a row that others name."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "add"} and bool(super().user_has_permission(user, action))

    def users_with_any_permission(self, actions: list[str]) -> Any:
        return super().users_with_any_permission([action for action in actions if action in {"view", "add"}])


class NoDeletionPermissionPolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail ships no types
    """The model's own permissions, but nothing is deleted: other rows rest on it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))

    def users_with_any_permission(self, actions: list[str]) -> Any:
        return super().users_with_any_permission([action for action in actions if action != "delete"])
