"""The content security policy of Wagtail's admin; every other page has the strict one of the settings."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


class AdminPolicyMiddleware:
    """Stands inside the CSP middleware, which reads what a response asks for.

    Wagtail 8 starts its date pickers and page choosers by script elements in the page, and its editor brings style
    elements. Attributes (``onclick``, ``style``) and other hosts stay barred: nothing needs them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            response._csp_update = {  # type: ignore[attr-defined]  # django-csp's own way to be told
                "script-src-elem": [SELF, UNSAFE_INLINE],
                "style-src-elem": [SELF, UNSAFE_INLINE],
            }
        return response
