"""Pages of Wagtail's admin about one person: opening one leaves a trace."""

from functools import reduce
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from wagtail.admin.views.generic import InspectView

from lms.accounts import services
from lms.accounts.access import user_of


class LeavesTrace:
    """For a view with an ``object``; ``holder_path`` leads from there to the practitioner whose row it is."""

    object: Any
    holder_path = "practitioner"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().get(request, *args, **kwargs)  # type: ignore[misc]  # the view's beside which this stands
        holder = reduce(getattr, self.holder_path.split("."), self.object)
        # One on paper may have nobody whose it is.
        if holder is not None:
            services.record_private_view(
                practitioner=holder,
                viewer=user_of(request),
                screen=f"admin/{self.object._meta.label_lower}/{self.object.pk}",
                now=timezone.now(),
            )
        return response


class PersonInspectView(LeavesTrace, InspectView):  # type: ignore[misc]  # Wagtail ships no types
    pass


def inspect_view_of(holder_path: str) -> type[PersonInspectView]:
    return type("PersonInspectView", (PersonInspectView,), {"holder_path": holder_path})
