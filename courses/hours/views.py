"""The learner's ledger, on the page and as a workbook."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.hours import queries
from lms.accounts.access import practitioner_required
from lms.accounts.models import Practitioner
from lms.exports import WORKBOOK, Value, write_workbook


@require_safe
@practitioner_required
def my_hours(request: HttpRequest, practitioner: Practitioner) -> HttpResponse:
    this_year = timezone.localdate().year
    years = sorted({this_year, *queries.years_with_entries(practitioner)}, reverse=True)
    year = _chosen(request.GET.get("year"), years, this_year)
    context = {"years": years, "ledger": queries.year_ledger(practitioner, year), "is_current": year == this_year}
    return render(request, "hours/my_hours.html", context)


def _chosen(wanted: str | None, years: list[int], this_year: int) -> int:
    if wanted is None:
        return this_year
    for year in years:
        if str(year) == wanted:
            return year
    raise Http404


@require_safe
@practitioner_required
def my_hours_workbook(request: HttpRequest, practitioner: Practitioner, year: int) -> HttpResponse:
    if year not in queries.years_with_entries(practitioner):
        raise Http404
    ledger = queries.year_ledger(practitioner, year)
    lines: list[list[Value]] = [
        [_("Date"), _("Course"), _("Category"), _("Domain"), _("Minutes"), _("Hours"), _("Explanation"), _("Rule set")]
    ]
    for row in ledger.rows:
        explanation = " ".join(row.explanation)
        lines.append(
            [row.earned_on, row.title, row.category, row.domain, row.minutes, row.hours, explanation, row.rule_set]
        )
    content = write_workbook(str(year), lines, widths=(12, 40, 12, 12, 10, 10, 60, 20))
    response = HttpResponse(content, content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="hours-{year}.xlsx"'
    return response
