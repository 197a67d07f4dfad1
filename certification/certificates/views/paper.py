"""For the registrar: certificates from before the platform, from a spreadsheet into the register."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certification.certificates import services
from certification.certificates.forms import PaperFileForm
from certification.certificates.models import PaperImport
from certification.certificates.paper.rows import PaperRow
from certification.certificates.paper.sheets import make_template
from lms.accounts.access import staff_permission_required
from lms.accounts.models import User
from lms.competency.models import Domain
from lms.exports import WORKBOOK
from lms.uploads import UploadRefused

_PER_PAGE = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_permission_required("certificates.issue_certificate")
def paper_page(request: HttpRequest) -> HttpResponse:
    """Every file so far, and the form for the next one."""
    is_sent = request.method == "POST"
    form = PaperFileForm(request.POST, request.FILES) if is_sent else PaperFileForm()
    if is_sent and form.is_valid():
        try:
            source = services.read_paper_file(
                upload=form.cleaned_data["file"], uploaded_by=cast("User", request.user), now=timezone.now()
            )
        except UploadRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("certificates:paper_file", pk=source.pk)
    imports = PaperImport.objects.select_related("uploaded_by").defer("rows").annotate(entered=Count("records"))
    page = Paginator(imports.order_by("-uploaded_at", "-pk"), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "certificates/desk_paper.html", {"form": form, "page_obj": page})


@require_safe
@staff_permission_required("certificates.issue_certificate")
def template(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(make_template(Domain.objects.order_by("code")), content_type=WORKBOOK)
    response["Content-Disposition"] = 'attachment; filename="paper-certificates.xlsx"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_permission_required("certificates.issue_certificate")
def paper_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Row by row what would be entered and what is wrong; or, afterwards, what was entered."""
    source = get_object_or_404(PaperImport.objects.select_related("uploaded_by", "written_by"), pk=pk)
    if request.method == "POST":
        registrar = cast("User", request.user)
        count = services.enter_paper_certificates(source=source, entered_by=registrar, now=timezone.now())
        text = ngettext(
            "%(count)s certificate of this file is in the register.",
            "%(count)s certificates of this file are in the register.",
            count,
        )
        messages.success(request, text % {"count": count})
        return redirect("certificates:paper_file", pk=pk)
    rows = [PaperRow.from_values(values) for values in source.rows]
    wrong = [row for row in rows if row.problems]
    # What is wrong comes first: it is what asks for work.
    shown = [*wrong, *(row for row in rows if not row.problems)]
    records = source.records.select_related("certificate__domain").order_by("line")
    context = {
        "source": source,
        "wrong": len(wrong),
        "total": len(rows),
        "page_obj": Paginator(records if source.written_at else shown, _PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "certificates/desk_paper_file.html", context)
