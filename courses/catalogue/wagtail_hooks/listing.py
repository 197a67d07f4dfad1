"""Lists of the catalogue in Wagtail's admin: with what each row needs in the same query, and filters."""

from datetime import datetime

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.views.generic import IndexView

from courses.catalogue.models import Course, CourseRun, CourseSession, Venue
from lms.competency.models import Domain, IndustryChain


class LocalTimeExport:
    """Workbooks show the association's time; Wagtail writes UTC."""

    custom_value_preprocess = {
        **IndexView.custom_value_preprocess,
        datetime: {IndexView.FORMAT_XLSX: timezone.make_naive},
    }


class CourseIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Course]:
        return Course.objects.select_related("domain")


class RunIndexView(LocalTimeExport, IndexView):
    def get_base_queryset(self) -> QuerySet[CourseRun]:
        return CourseRun.objects.select_related("course")


class SessionIndexView(LocalTimeExport, IndexView):
    def get_base_queryset(self) -> QuerySet[CourseSession]:
        return CourseSession.objects.select_related("run__course", "venue")


class CourseFilterSet(WagtailFilterSet):
    domain = django_filters.ModelChoiceFilter(label=_("Domain"), queryset=Domain.objects.order_by("code"))
    industry_chains = django_filters.ModelChoiceFilter(
        label=_("Industry chain"), queryset=IndustryChain.objects.order_by("code")
    )

    class Meta:
        model = Course
        fields = ["domain", "level", "category", "industry_chains"]


class RunFilterSet(WagtailFilterSet):
    course = django_filters.ModelChoiceFilter(label=_("Course"), queryset=Course.objects.order_by("code"))
    starts_at = django_filters.DateFromToRangeFilter(label=_("Starts"), widget=DateRangePickerWidget)

    class Meta:
        model = CourseRun
        fields = ["course", "state", "mode", "starts_at"]


class SessionFilterSet(WagtailFilterSet):
    venue = django_filters.ModelChoiceFilter(label=_("Venue"), queryset=Venue.objects.order_by("name", "pk"))
    starts_at = django_filters.DateFromToRangeFilter(label=_("Starts"), widget=DateRangePickerWidget)

    class Meta:
        model = CourseSession
        fields = ["venue", "starts_at"]
