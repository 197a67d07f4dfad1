"""The bank as a list: filters, search, and files that leave a trace."""

import json
from datetime import date

import django_filters
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets import AdminDateInput, Button

from certification.items.admin_access import HiddenWithoutPermission, staff_member
from certification.items.documents import SPREADSHEET_HEADINGS, rows_of, spreadsheet_row
from certification.items.enums import CognitiveLevel, ItemType, RevisionState
from certification.items.models import ItemReview, ItemRevision, ItemRevisionQuerySet
from certification.items.queries import revisions_for_list
from certification.items.rules import can_write_items
from certification.items.services import record_export
from lms.competency.enums import Level
from lms.competency.models import Domain, Element
from lms.wagtail_viewsets import IndexView


class ItemFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(choices=RevisionState.choices, label=_("State"))
    element__domain = django_filters.ModelChoiceFilter(queryset=Domain.objects.order_by("code"), label=_("Domain"))
    element = django_filters.ModelChoiceFilter(queryset=Element.objects.order_by("code"), label=_("Element"))
    level = django_filters.ChoiceFilter(choices=Level.choices, label=_("Level"))
    cognitive_level = django_filters.ChoiceFilter(choices=CognitiveLevel.choices, label=_("Cognitive level"))
    type = django_filters.ChoiceFilter(choices=ItemType.choices, label=_("Type"))
    flagged_on = django_filters.DateFilter(
        method="filter_flagged", label=_("Approved, but its reference is not in force on"), widget=AdminDateInput
    )

    class Meta:
        model = ItemRevision
        fields: list[str] = []

    def filter_flagged(self, revisions: ItemRevisionQuerySet, name: str, value: date) -> ItemRevisionQuerySet:
        return revisions.approved().not_in_force_on(value)


class ItemIndexView(HiddenWithoutPermission, IndexView):
    FORMATS = ("xlsx", "json")
    list_export = list(SPREADSHEET_HEADINGS)
    export_headings = SPREADSHEET_HEADINGS
    columns = [
        TitleColumn(
            "code",
            label=_("Code"),
            accessor="item.code",
            sort_key="item__code",
            get_url=lambda revision: reverse("item-bank:inspect", args=[revision.pk]),
        ),
        Column("number", label=_("Revision")),
        Column("stem", label=_("Stem"), accessor=lambda revision: Truncator(revision.stem).chars(60)),
        Column("element", label=_("Element"), accessor="element_id", sort_key="element"),
        Column("level", label=_("Level"), sort_key="level"),
        Column("cognitive_level", label=_("Cognitive level"), accessor="get_cognitive_level_display"),
        Column("type", label=_("Type"), accessor="get_type_display"),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor="get_state_display",
            primary=lambda revision: revision.state == RevisionState.APPROVED,
        ),
        Column("effective_until", label=_("In force until"), sort_key="effective_until"),
    ]

    def get_base_queryset(self) -> ItemRevisionQuerySet:
        return revisions_for_list().visible_to(self.request.user)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        files = [
            Button(_("Download XLSX"), url=self.get_export_url("xlsx"), icon_name="download", priority=90),
            Button(_("Download JSON"), url=self.get_export_url("json"), icon_name="download", priority=100),
        ]
        if not can_write_items(self.request.user):
            return files
        return [Button(_("Import"), url=reverse("item-bank:import"), icon_name="upload", priority=80), *files]

    def as_spreadsheet(self, queryset: ItemRevisionQuerySet, spreadsheet_format: str) -> HttpResponseBase:
        revisions = list(queryset)
        record_export(
            exported_by=staff_member(self.request),
            count=len(revisions),
            file_type=spreadsheet_format,
            now=timezone.now(),
        )
        if spreadsheet_format == "json":
            text = json.dumps(rows_of(revisions), ensure_ascii=False, indent=1)
            headers = {"Content-Disposition": f'attachment; filename="{self.get_filename()}.json"'}
            return HttpResponse(text, content_type="application/json", headers=headers)
        response: HttpResponseBase = self.write_xlsx_response(revisions)
        return response

    def to_row_dict(self, item: ItemRevision) -> dict[str, object]:
        return spreadsheet_row(item)


class ReviewIndexView(HiddenWithoutPermission, IndexView):
    columns = [
        TitleColumn(
            "revision",
            label=_("Item"),
            accessor=lambda review: f"{review.revision.item.code} · {review.revision.number}",
            get_url=lambda review: reverse("item-bank:inspect", args=[review.revision_id]),
        ),
        Column("verdict", label=_("Verdict"), accessor="get_verdict_display", sort_key="verdict"),
        Column("comment", label=_("Comment"), accessor=lambda review: Truncator(review.comment).chars(60)),
        Column("author", label=_("Written by"), accessor="author"),
        Column("reviewer", label=_("Reviewer"), accessor="reviewer"),
        Column("at", label=_("Time"), sort_key="at"),
    ]
    queryset = ItemReview.objects.select_related("revision__item", "author", "reviewer")
    default_ordering = "-at"
