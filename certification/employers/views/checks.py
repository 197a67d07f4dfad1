"""Lists of an employer: sent, answered, taken along."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certification.employers import services
from certification.employers.access import employer_required
from certification.employers.forms import UploadForm
from certification.employers.models import BulkCheck
from certification.employers.queries import checks_of, rows_of
from certification.employers.results import as_lines, result_of
from certification.employers.sheets import read_list, write_csv, write_xlsx
from lms.accounts.access import user_of
from lms.accounts.models import Organization
from lms.errors import DomainError
from lms.exports import WORKBOOK

_PER_PAGE = 100
_WRITERS = {
    "xlsx": (write_xlsx, WORKBOOK),
    "csv": (write_csv, "text/csv; charset=utf-8"),
}


@never_cache
@require_POST
@employer_required
def upload(request: HttpRequest, organization: Organization) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            check_run = services.start_check(
                organization=organization,
                asked=read_list(form.cleaned_data["file"]),
                form_id=form.cleaned_data["form_id"],
                requested_by=user_of(request),
                now=timezone.now(),
            )
        except services.SentAlready as sent:
            return redirect("employers:check", sent.check_run.uuid)
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("employers:check", check_run.uuid)
    page = Paginator(checks_of(organization), 20).get_page(1)
    context = {"organization": organization, "form": form, "page_obj": page}
    return render(request, "employers/checks.html", context, status=400)


@never_cache
@require_safe
@employer_required
def check(request: HttpRequest, organization: Organization, uuid: UUID) -> HttpResponse:
    return render(request, "employers/check.html", _state(request, uuid))


@never_cache
@require_safe
@employer_required
def check_progress(request: HttpRequest, organization: Organization, uuid: UUID) -> HttpResponse:
    """The part of the page that changes, asked for again while the list waits."""
    return render(request, "employers/check_progress.html", _state(request, uuid))


@never_cache
@require_safe
@employer_required
def download(request: HttpRequest, organization: Organization, uuid: UUID, form: str) -> HttpResponse:
    check_run = get_object_or_404(BulkCheck.objects.visible_to(user_of(request)).exclude(finished_at=None), uuid=uuid)
    as_of = f"{localtime(check_run.as_of):%Y-%m-%d %H:%M}"
    return _file(form, list(as_lines(rows_of(check_run), as_of=as_of)), f"check-{check_run.created_at:%Y%m%d-%H%M}")


@require_safe
@employer_required
def template(request: HttpRequest, organization: Organization, form: str) -> HttpResponse:
    return _file(form, [[_("Certificate number"), _("Name")]], "certificates")


def _file(form: str, lines: list[list[str]], name: str) -> HttpResponse:
    write, content_type = _WRITERS[form]
    response = HttpResponse(write(lines), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _state(request: HttpRequest, uuid: UUID) -> dict[str, object]:
    check_run = get_object_or_404(BulkCheck.objects.visible_to(user_of(request)), uuid=uuid)
    page = Paginator(rows_of(check_run), _PER_PAGE).get_page(request.GET.get("page"))
    return {"check_run": check_run, "page_obj": page, "results": [result_of(row) for row in page]}
