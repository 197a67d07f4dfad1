"""Pages that put together what several apps know."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.views import serve

from cms import queries
from lms.accounts.access import is_staff_member
from lms.accounts.queries import practitioner_of


@require_safe
def course(request: HttpRequest, code: str) -> HttpResponse:
    """Through the editors' page where one is live, for which Wagtail's own checks hold; else without their words."""
    page = queries.live_course_page(code)
    if page is not None:
        response: HttpResponse = serve(request, page.get_url(request).strip("/") + "/")
        return response
    found = get_object_or_404(queries.courses_visible_to(request.user), code=code)
    content = queries.course_content(course=found, user=request.user, now=timezone.now())
    return render(request, "cms/course.html", content)


@require_safe
def my_home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    practitioner = practitioner_of(request.user)
    if practitioner is None:
        return render(request, "cms/newcomer.html", {"is_staff_member": is_staff_member(request.user)})
    return render(request, "cms/my_home.html", {"home": queries.my_home(practitioner, timezone.now())})


@require_safe
def desk_home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not is_staff_member(request.user):
        raise Http404
    return render(request, "cms/desk_home.html", {"tasks": queries.desk_tasks(request.user, timezone.now())})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    # A database refuses the null character.
    text = request.GET.get("q", "").replace("\x00", "").strip()[: queries.LONGEST_QUERY]
    found = queries.search_site(text=text, now=timezone.now()) if text else None
    return render(request, "cms/search.html", {"text": text, "found": found})
