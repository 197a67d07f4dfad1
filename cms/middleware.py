"""The content security policy of Wagtail's admin; every other page has the strict one of the settings."""

from collections.abc import Callable

from csp.constants import UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


class AdminPolicyMiddleware:
    """Stands inside the CSP middleware, which reads what a response asks for.

    Wagtail's form templates start their widgets by script in the page and its editor sets styles on elements; both
    are for signed-in staff only. Nothing comes from another host.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            response._csp_update = {  # type: ignore[attr-defined]  # django-csp's own way to be told
                "script-src": [UNSAFE_INLINE],
                "style-src": [UNSAFE_INLINE],
            }
        return response
