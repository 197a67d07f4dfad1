"""Exam security: for staff who may not see a page of the item bank or of the papers there is no such page."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from lms.accounts.models import User


class HiddenWithoutPermission:
    """For Wagtail's permission-checked views, which would otherwise say that there is something to see. Comes first."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a mixin
        except PermissionDenied as denied:
            raise Http404 from denied
        return response


def staff_member(request: HttpRequest) -> User:
    """Wagtail's admin lets nobody in who is not signed in."""
    return cast("User", request.user)
