"""The short way for what strangers ask most: the page of a scanned code, and its status as JSON.

Neither needs a session, a sign-in or messages; both would pay for them. Whoever brings a session, a key or a question (``?…``) takes the
long way through the views, and gets the same answer: tests compare the two. Limits, the security policy and the headers are those of every page.
"""

import re
from collections.abc import Callable
from typing import cast

from csp.constants import HEADER as POLICY
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.common import CommonMiddleware
from django.middleware.csrf import CsrfViewMiddleware

from certification.verification.short_answers import short_page, short_status

_PAGE = re.compile(r"/verify/([A-Za-z0-9_-]{22})/")
_STATUS = re.compile(r"/api/v1/certificates/([A-Za-z0-9_-]{22})/status")
# Who has one of these is known, or wants to be.
_KNOWN_BY = ("HTTP_AUTHORIZATION", "HTTP_X_API_KEY")

Handler = Callable[[HttpRequest], HttpResponse]


class ShortAnswersMiddleware:
    """Stands behind the middlewares that set the security headers, and before all others, that of the content policy among them."""

    def __init__(self, get_response: Handler) -> None:
        self._long_way = get_response
        # Its own middleware puts it together for every page anew.
        self._policy = str(build_policy())
        # The page has forms; Django's own middlewares give them their token, and every page its length.
        self._page = cast("Handler", CommonMiddleware(CsrfViewMiddleware(XFrameOptionsMiddleware(self._answer_page))))
        self._status = cast("Handler", CommonMiddleware(XFrameOptionsMiddleware(self._answer_status)))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or request.META.get("QUERY_STRING") or _is_known(request):
            return self._long_way(request)
        if _PAGE.fullmatch(request.path_info):
            return self._page(request)
        if _STATUS.fullmatch(request.path_info):
            return self._status(request)
        return self._long_way(request)

    def _answer_page(self, request: HttpRequest) -> HttpResponse:
        response = short_page(request, request.path_info[8:-1])
        return self._with_policy(response) if response else self._long_way(request)

    def _answer_status(self, request: HttpRequest) -> HttpResponse:
        response = short_status(request, request.path_info[21:-7])
        return self._with_policy(response) if response else self._long_way(request)

    def _with_policy(self, response: HttpResponse) -> HttpResponse:
        response[POLICY] = self._policy
        return response


def _is_known(request: HttpRequest) -> bool:
    if settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES:
        return True
    return any(name in request.META for name in _KNOWN_BY)
