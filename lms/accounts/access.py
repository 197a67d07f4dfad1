"""Guards of views. Use ``visible_to`` of the query for single objects; these say who may come to the screen at all."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.models import Practitioner, User
from lms.accounts.queries import practitioner_of

P = ParamSpec("P")
PractitionerView = Callable[Concatenate[HttpRequest, Practitioner, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def user_of(request: HttpRequest) -> User:
    """The account behind a request that a guard has let through."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def is_staff_member(user: User) -> bool:
    """Whoever can reach a staff screen: by the flag, as superuser, or through a group that opens Wagtail's admin."""
    return user.is_staff or user.is_superuser or user.has_perm("wagtailadmin.access_admin")


def practitioner_required(view: PractitionerView[P]) -> View[P]:
    """Passes the practitioner as second argument; who has not registered yet is sent to do so and comes back."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        practitioner = practitioner_of(request.user)
        if practitioner is None:
            messages.info(request, _("Register as a practitioner first. You come back to this page afterwards."))
            return redirect(f"{reverse('accounts:profile')}?{urlencode({'next': _return_path(request)})}")
        return view(request, practitioner, *args, **kwargs)

    return guarded


def staff_permission_required(permission: str) -> Callable[[View[P]], View[P]]:
    """Anonymous visitors sign in; anyone without ``permission`` is told that there is no such page."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not (is_staff_member(request.user) and request.user.has_perm(permission)):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def _return_path(request: HttpRequest) -> str:
    """The page to come back to; a form that was posted comes back to where it stood, for its address takes POST only."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    return request.headers.get("referer", "") or "/my/"
