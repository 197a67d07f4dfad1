"""The catalogue as everyone sees it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from courses.catalogue.forms import CourseFilterForm
from courses.catalogue.queries import course_cards, search_courses

PAGE_SIZE = 12


@require_safe
def course_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = CourseFilterForm(request.GET)
    criteria = form.criteria()
    page = Paginator(search_courses(**criteria, now=now), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "criteria": criteria, "page_obj": page, "cards": course_cards(list(page), now)}
    response = render(request, _template(request), context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _template(request: HttpRequest) -> str:
    """The list alone where the page is there already."""
    partial = "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
    return "catalogue/results.html" if partial else "catalogue/list.html"
