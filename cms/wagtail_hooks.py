"""What the editors' admin refuses."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from cms.models import CourseIndexPage, CoursePage, HomePage


@hooks.register("before_copy_page")
def refuse_second_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail would run into the constraint: a course has one page, and the site one home and one place for courses."""
    if not isinstance(page.specific, HomePage | CourseIndexPage | CoursePage):
        return None
    messages.error(request, _("There is one such page only. Make a new page for another course, or edit this one."))
    return redirect("wagtailadmin_explore", page.pk)
