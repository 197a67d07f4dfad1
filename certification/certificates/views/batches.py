"""For the registrar: many certificates at once."""

import uuid
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.certificates import services
from certification.certificates.batches.candidates import MOST
from certification.certificates.batches.occasions import list_occasions
from certification.certificates.batches.outcome import source_of, write_outcome
from certification.certificates.batches.progress import batches_with_counts, progress_of, rows_of
from certification.certificates.enums import Kind
from certification.certificates.forms import BatchForm, BatchKindForm
from certification.certificates.models import IssueBatch
from certification.sittings.queries import sitting_under_way, work_waits_until
from lms.accounts.access import staff_permission_required
from lms.accounts.models import User
from lms.exports import WORKBOOK

_PER_PAGE = 50


@never_cache
@require_safe
@staff_permission_required("certificates.issue_certificate")
def batches_page(request: HttpRequest) -> HttpResponse:
    page = Paginator(batches_with_counts(), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "certificates/desk_batches.html", {"page_obj": page, "form": BatchKindForm()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_permission_required("certificates.issue_certificate")
def new_batch(request: HttpRequest) -> HttpResponse:
    """Everybody of a kind, each with what issuing would say; then the batch of those who are chosen."""
    now = timezone.now()
    form = BatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        batch = services.create_issue_batch(
            key=form.cleaned_data["key"],
            kind=Kind(form.cleaned_data["kind"]),
            year=form.cleaned_data["year"],
            chosen=form.cleaned_data["chosen"],
            created_by=cast("User", request.user),
            now=now,
        )
        messages.success(request, _("The batch is on its way. This page shows how far it is."))
        return redirect("certificates:batch", pk=batch.pk)
    asked = BatchKindForm(request.POST or request.GET or None)
    if not asked.is_valid():
        return redirect("certificates:batches")
    kind, year = Kind(asked.cleaned_data["kind"]), asked.cleaned_data["year"] or timezone.localdate(now).year
    occasion = asked.cleaned_data["occasion"]
    checks = services.check_candidates(kind=kind, year=year, now=now, occasion=occasion)
    context = {
        "kind": kind,
        "year": year,
        "occasion": occasion,
        "occasions": list_occasions(kind),
        "checks": checks,
        "refused": sum(bool(check.refusal) for check in checks),
        "is_full": len(checks) == MOST,
        "most": MOST,
        "key": uuid.uuid4(),
        "form": form,
    }
    return render(request, "certificates/desk_batch_new.html", context)


@never_cache
@require_safe
@staff_permission_required("certificates.issue_certificate")
def batch_page(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "certificates/desk_batch.html", _state(request, pk))


@never_cache
@require_safe
@staff_permission_required("certificates.issue_certificate")
def batch_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that changes, asked for again while it does."""
    return render(request, "certificates/batch_progress.html", _state(request, pk))


@never_cache
@require_safe
@staff_permission_required("certificates.issue_certificate")
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(IssueBatch, pk=pk)
    response = HttpResponse(write_outcome(rows_of(batch)), content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="certificates-batch-{batch.pk}.xlsx"'
    return response


@require_POST
@staff_permission_required("certificates.issue_certificate")
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(IssueBatch, pk=pk)
    count = services.retry_refused_rows(batch=batch, actor=cast("User", request.user), now=timezone.now())
    if count:
        text = ngettext("%(count)s row is tried again.", "%(count)s rows are tried again.", count)
        messages.success(request, text % {"count": count})
    else:
        messages.info(request, _("No refused row is left to try again."))
    return redirect("certificates:batch", pk=pk)


def _state(request: HttpRequest, pk: int) -> dict[str, object]:
    batch, now = get_object_or_404(IssueBatch.objects.select_related("created_by"), pk=pk), timezone.now()
    progress = progress_of(batch)
    sitting = None if progress.is_over else sitting_under_way(now=now)
    page = Paginator(rows_of(batch), _PER_PAGE).get_page(request.GET.get("page"))
    return {
        "batch": batch,
        "progress": progress,
        "sitting": sitting,
        "waits_until": work_waits_until(sitting, now=now) if sitting else None,
        "page_obj": page,
        "rows": [(row, source_of(row)) for row in page],
    }
