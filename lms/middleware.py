"""What happens around every view."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from lms.errors import DomainError

_PRIVATE = ("/my/", "/desk/", "/attempts/", "/accounts/")


class Utf8Middleware:
    """Forms are UTF-8, as the URL standard has it, whatever else a header says.

    Django fails over every other one: it refuses, and then cannot draw the page that says so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding is not None:
            request.encoding = "utf-8"
        return self.get_response(request)


class PrivatePagesMiddleware:
    """What stands under these is one person's: no cache keeps it, nor the browser of a shared machine after they have left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(_PRIVATE) and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class DomainErrorMiddleware:
    """Turns a refusal that a view let pass into a page (or JSON) with its sentence and status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
            return JsonResponse({"detail": str(exception)}, status=exception.status)
        return render(request, "refused.html", {"message": str(exception)}, status=exception.status)
