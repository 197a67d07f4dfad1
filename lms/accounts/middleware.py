"""Staff work only with a second factor."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.access import is_staff_member

_STAFF_PATHS = ("/desk/", "/cms/")


class StaffMfaMiddleware:
    """Sends a staff member without a second factor to set one up before any staff screen opens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            settings.STAFF_MFA_REQUIRED
            and request.path.startswith(_STAFF_PATHS)
            and user.is_authenticated
            and is_staff_member(user)
            and not is_mfa_enabled(user)
        ):
            messages.warning(request, _("Staff screens need a second factor. Set one up, then go on."))
            return redirect(reverse("mfa_index"))
        return self.get_response(request)
