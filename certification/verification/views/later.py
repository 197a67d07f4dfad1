"""The page of who asks too often."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from certification.verification.limits import TooManyRequests


def come_back_later(request: HttpRequest, refusal: TooManyRequests) -> HttpResponse:
    response = render(request, "verification/later.html", {"message": str(refusal)}, status=refusal.status)
    response["Retry-After"] = str(refusal.retry_after)
    response["X-Robots-Tag"] = "noindex"
    return response
