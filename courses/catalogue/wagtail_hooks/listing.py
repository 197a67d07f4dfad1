"""Lists of the catalogue in Wagtail's admin: with what each row needs in the same query, and filters."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from courses.catalogue.models import Course, CourseRun, CourseSession, Venue
from lms.competency.models import Domain, IndustryChain
from lms.wagtail_viewsets import IndexView


class CourseIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Course]:
        return Course.objects.select_related("domain")


class RunIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[CourseRun]:
        return CourseRun.objects.select_related("course")


class SessionIndexView(IndexView):
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
