"""Papers: the list, the proof of one, and the screen that assembles another."""

import secrets
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn

from certification.items.admin_access import HiddenWithoutPermission, staff_member
from certification.items.admin_views import AdminFormView, PageView
from certification.items.rules import can_read_items
from certification.papers.forms import AssembleForm
from certification.papers.models import Paper
from certification.papers.queries import is_intact, items_of, papers_for_list, prove_paper
from certification.papers.services import BankShort, assemble_paper
from lms.errors import DomainError
from lms.wagtail_viewsets import IndexView

# Of a paper's seed; a signed column of 64 bits holds it.
SEED_BITS = 62


class PaperIndexView(HiddenWithoutPermission, IndexView):
    columns = [
        TitleColumn(
            "code",
            label=gettext_lazy("Code"),
            sort_key="code",
            get_url=lambda paper: reverse("papers:inspect", args=[paper.pk]),
        ),
        Column("blueprint", label=gettext_lazy("Blueprint")),
        Column("exam_on", label=gettext_lazy("Exam date"), sort_key="exam_on"),
        Column("item_count", label=gettext_lazy("Items")),
        Column("points", label=gettext_lazy("Points"), accessor=lambda paper: f"{paper.points or 0:g}"),
        Column(
            "multiple_scoring",
            label=gettext_lazy("Scoring of multiple answers"),
            accessor="get_multiple_scoring_display",
        ),
        Column("frozen_by", label=gettext_lazy("Frozen by")),
        Column("frozen_at", label=gettext_lazy("Frozen"), sort_key="frozen_at"),
    ]

    def get_base_queryset(self) -> QuerySet[Paper]:
        return papers_for_list()


class PaperPageView(PageView):
    model = Paper
    template_name = "papers/paper_page.html"
    page_title = gettext_lazy("Paper")
    object: Paper

    def get_object(self, queryset: Any = None) -> Paper:
        return get_object_or_404(papers_for_list(), pk=self.pk)

    def get_page_subtitle(self) -> str:
        return self.object.code

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "paper": self.object,
            "intact": is_intact(self.object),
            "proof": prove_paper(self.object),
            "items": list(items_of(self.object)) if can_read_items(self.request.user) else None,
        }


class AssembleView(AdminFormView):
    model = Paper
    permission_required = "add"
    form_class = AssembleForm
    template_name = "papers/assemble.html"
    header_icon = "doc-full-inverse"
    page_title = gettext_lazy("Assemble a paper")
    parent = ("papers:index", gettext_lazy("Papers"))
    submit_label = gettext_lazy("Assemble and freeze")
    submitting_label = gettext_lazy("Assembling…")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"today": timezone.localdate()}

    def form_valid(self, form: AssembleForm) -> HttpResponse:
        try:
            paper = assemble_paper(
                **form.cleaned_data,
                seed=secrets.randbits(SEED_BITS),
                frozen_by=staff_member(self.request),
                now=timezone.now(),
            )
        except BankShort as short:
            form.add_error(None, [short.lead, *short.lines])
            return self.form_invalid(form)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The paper is assembled and frozen."))
        return redirect("papers:inspect", paper.pk)
