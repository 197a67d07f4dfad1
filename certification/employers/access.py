"""The guard of an employer's pages."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from certification.employers.queries import approved_membership_of
from lms.accounts.models import Organization

P = ParamSpec("P")
EmployerView = Callable[Concatenate[HttpRequest, Organization, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def employer_required(view: EmployerView[P]) -> View[P]:
    """Passes the organization that the account is approved for; who is not is sent to the application."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        member = approved_membership_of(request.user)
        if member is None or member.organization is None:
            messages.info(request, _("This is for approved employers. Apply for access first."))
            return redirect("employers:home")
        return view(request, member.organization, *args, **kwargs)

    return guarded
