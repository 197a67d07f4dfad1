from typing import Any

from allauth.account.views import ConfirmEmailView
from django.http import Http404, HttpRequest, HttpResponse


class ConfirmAddressView(ConfirmEmailView):  # type: ignore[misc]  # allauth ships no types
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            confirmed: HttpResponse = super().post(request, *args, **kwargs)
        except Http404:
            # A second click finds the link used: the page says so, and what to do.
            confirmed = self.get(request, *args, **kwargs)
        return confirmed
