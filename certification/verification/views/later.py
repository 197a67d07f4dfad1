"""The page of who asks too often."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from certification.verification.limits import TooManyRequests

View = Callable[..., HttpResponse]


def puts_off(view: View) -> View:
    """Turns a limit that ``view`` runs into into a page that says when to come back."""

    @wraps(view)
    def put_off(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except TooManyRequests as refusal:
            return come_back_later(request, refusal)

    return put_off


def come_back_later(request: HttpRequest, refusal: TooManyRequests) -> HttpResponse:
    response = render(request, "verification/later.html", {"message": str(refusal)}, status=refusal.status)
    response["Retry-After"] = str(refusal.retry_after)
    response["X-Robots-Tag"] = "noindex"
    return response
