"""Items from a file: checked first, looked at, then imported."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from certification.items.admin_access import HiddenWithoutPermission, staff_member
from certification.items.admin_views import AdminFormView
from certification.items.forms import ImportForm
from certification.items.models import ImportCheck, ItemRevision
from certification.items.queries import elements_for_template
from certification.items.services import (
    MOST_ROWS,
    BankChanged,
    CheckLapsed,
    RowsInvalid,
    check_file,
    import_checked_file,
    preview_import,
)
from certification.items.sheet_template import make_template
from lms.errors import DomainError
from lms.exports import WORKBOOK

# Of the rows or problems of a file: what a page shows of them.
SHOWN = 200


class ImportView(AdminFormView):
    model = ItemRevision
    permission_required = "add"
    form_class = ImportForm
    template_name = "items/import.html"
    header_icon = "upload"
    page_title = gettext_lazy("Import items")
    parent = ("item-bank:index", gettext_lazy("Items"))
    submit_label = gettext_lazy("Check the file")
    submitting_label = gettext_lazy("Checking…")

    def form_valid(self, form: ImportForm) -> HttpResponse:
        try:
            check = check_file(upload=form.cleaned_data["file"], author=staff_member(self.request), now=timezone.now())
        except RowsInvalid as refusal:
            problems = refusal.problems
            shown = {"problems": problems[:SHOWN], "problem_count": len(problems), "hidden": len(problems[SHOWN:])}
            return self._refuse(form, refusal.status, shown)
        except DomainError as refusal:
            form.add_error("file", str(refusal))
            return self._refuse(form, refusal.status, {})
        return redirect("item-bank:import_check", check.digest)

    def _refuse(self, form: ImportForm, status: int, shown: dict[str, Any]) -> HttpResponse:
        context = self.get_context_data(form=form, **shown)
        return self.render_to_response(context, status=status)


class ImportTemplateView(HiddenWithoutPermission, PermissionCheckedMixin, View):
    model = ItemRevision
    permission_required = "add"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = HttpResponse(
            content_type=WORKBOOK, headers={"Content-Disposition": 'attachment; filename="items-template.xlsx"'}
        )
        make_template(elements_for_template(), lines=MOST_ROWS).save(response)
        return response


class ImportCheckView(HiddenWithoutPermission, PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    model = ItemRevision
    permission_required = "add"
    template_name = "items/import_check.html"
    header_icon = "upload"
    page_title = gettext_lazy("What would be imported")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, *_ancestors(), here]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        digest: str = kwargs["digest"]
        try:
            preview = preview_import(digest=digest, author=staff_member(request), now=timezone.now())
        except DomainError as refusal:
            return _check_again(request, refusal)
        if preview.check.imported_at is not None:
            return _show_bank(request, preview.check)
        if preview.check.digest != digest:
            messages.warning(request, str(BankChanged.message))
            return redirect("item-bank:import_check", preview.check.digest)
        rows = [(row, None) for row in preview.plan.created] + preview.plan.revised
        context = self.get_context_data(
            check=preview.check, rows=rows[:SHOWN], hidden=len(rows[SHOWN:]), is_empty=preview.plan.is_empty
        )
        return self.render_to_response(context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            check = import_checked_file(digest=kwargs["digest"], author=staff_member(request), now=timezone.now())
        except CheckLapsed as refusal:
            return _check_again(request, refusal)
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("item-bank:import_check", kwargs["digest"])
        return _show_bank(request, check)


def _ancestors() -> list[dict[str, Any]]:
    return [
        {"url": reverse("item-bank:index"), "label": _("Items")},
        {"url": reverse("item-bank:import"), "label": _("Import items")},
    ]


def _check_again(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("item-bank:import")


def _show_bank(request: HttpRequest, check: ImportCheck) -> HttpResponse:
    done = _("%(file)s is imported: %(created)d new items, %(revised)d further revisions. They are drafts.")
    messages.success(request, done % {"file": check.file_name, "created": check.created, "revised": check.revised})
    return redirect("item-bank:index")
