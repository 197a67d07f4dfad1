"""For a holder: who checked my certificates."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certification.employers.queries import rows_about
from lms.accounts.access import user_of

_PER_PAGE = 30


@never_cache
@login_required
@require_safe
def my_checks(request: HttpRequest) -> HttpResponse:
    page = Paginator(rows_about(user_of(request)), _PER_PAGE).get_page(request.GET.get("page"))
    hears = timedelta(days=settings.WEBHOOK_HEARS_DAYS)
    rows = [(row, row.check_run.created_at + hears) for row in page]
    return render(request, "employers/my_checks.html", {"page_obj": page, "rows": rows})
