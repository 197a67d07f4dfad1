"""The learner's ledger, on the page and as a workbook."""

from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.hours import queries
from lms.accounts.access import practitioner_required
from lms.accounts.models import Practitioner

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    # Loaded by who writes: it brings numpy along, 15 MB that no other process needs.
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(str(year))
    sheet.append(
        [_("Date"), _("Course"), _("Category"), _("Domain"), _("Minutes"), _("Hours"), _("Explanation"), _("Rule set")]
    )
    for row in ledger.rows:
        explanation = " ".join(row.explanation)
        sheet.append(
            [row.earned_on, row.title, row.category, row.domain, row.minutes, row.hours, explanation, row.rule_set]
        )
    content = BytesIO()
    book.save(content)
    response = HttpResponse(content.getvalue(), content_type=_WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="hours-{year}.xlsx"'
    return response
