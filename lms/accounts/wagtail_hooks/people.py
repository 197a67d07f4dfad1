"""People in Wagtail's admin: practitioners and consents to read and export, organizations to keep, and whose rows were looked at."""

from typing import Any

import django_filters
from django import forms
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import InspectView
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import register_permission_policy

from lms.accounts import services
from lms.accounts.access import user_of
from lms.accounts.models import Consent, Organization, Practitioner, User
from lms.competency.models import Domain
from lms.wagtail_permissions import NoDeletionPermissionPolicy, ReadOnlyPermissionPolicy
from lms.wagtail_viewsets import IndexView, ModelViewSet

register_permission_policy(Practitioner, ReadOnlyPermissionPolicy(Practitioner))
register_permission_policy(Consent, ReadOnlyPermissionPolicy(Consent))
register_permission_policy(Organization, NoDeletionPermissionPolicy(Organization))


class PractitionerFilterSet(WagtailFilterSet):
    domains = django_filters.ModelMultipleChoiceFilter(
        label=_("Lines of business"),
        queryset=Domain.objects.order_by("code"),
        widget=forms.CheckboxSelectMultiple,
    )
    employer = django_filters.ModelChoiceFilter(
        label=_("Employer"), queryset=Organization.objects.order_by("name", "pk")
    )
    verified = django_filters.BooleanFilter(
        label=_("License verified"), field_name="license_verified_at", lookup_expr="isnull", exclude=True
    )
    created_at = django_filters.DateFromToRangeFilter(label=_("Registered on"), widget=DateRangePickerWidget)

    class Meta:
        model = Practitioner
        fields = ["domains", "employer", "verified", "created_at"]


class PractitionerIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Practitioner]:
        people = Practitioner.objects.visible_to(user_of(self.request)).select_related("employer")
        return people.annotate(employer_name=F("employer__name"))

    def as_spreadsheet(self, queryset: QuerySet[Practitioner], spreadsheet_format: str) -> Any:
        services.record_export(viewer=user_of(self.request), rows=queryset.count(), now=timezone.now())
        return super().as_spreadsheet(queryset, spreadsheet_format)


class PractitionerInspectView(InspectView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        services.record_private_view(
            practitioner=self.object, viewer=user_of(request), screen="admin", now=timezone.now()
        )
        return super().get(request, *args, **kwargs)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not user_of(self.request).has_perm("accounts.change_practitioner"):
            return []
        address = reverse("accounts:correct_practitioner", args=[self.object.pk])
        return [HeaderButton(_("Correct the details"), url=address, icon_name="edit")]


class PractitionerViewSet(ModelViewSet):
    model = Practitioner
    icon = "user"
    menu_label = _("Practitioners")
    name = "practitioners"
    index_view_class = PractitionerIndexView
    inspect_view_class = PractitionerInspectView
    filterset_class = PractitionerFilterSet
    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: list[str] = []
    list_display = [
        "name",
        Column("employer", label=_("Employer")),
        "license_number",
        DateColumn("license_verified_at", label=_("License verified")),
        DateColumn("created_at", label=_("Registered on")),
    ]
    search_fields = ["name", "license_number", "employer__name", "user__email"]
    # Neither the ID number nor its digest, the date of birth or the phone: a file travels further than a page.
    list_export = ["public_id", "name", "employer_name", "license_number", "license_verified_at", "created_at"]
    export_filename = "practitioners"
    ordering = ["name", "pk"]
    inspect_view_fields = [
        "name",
        "user",
        "id_type",
        "id_number_last4",
        "birth_on",
        "phone",
        "employer",
        "domains",
        "industry_chains",
        "license_number",
        "license_verified_by",
        "license_verified_at",
        "created_at",
    ]


class OrganizationViewSet(ModelViewSet):
    model = Organization
    icon = "group"
    menu_label = _("Organizations")
    name = "organizations"
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields = ["name", "credit_code", "district"]
    list_display = ["name", "credit_code", "district"]
    list_filter = ["district"]
    search_fields = ["name", "credit_code"]
    list_export = ["name", "credit_code", "district"]
    export_filename = "organizations"
    ordering = ["name", "pk"]


class ConsentFilterSet(WagtailFilterSet):
    stands = django_filters.BooleanFilter(label=_("Still stands"), field_name="withdrawn_at", lookup_expr="isnull")

    class Meta:
        model = Consent
        fields = ["kind", "stands"]


class ConsentIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Consent]:
        return Consent.objects.select_related("practitioner").annotate(name=F("practitioner__name"))


class ConsentViewSet(ModelViewSet):
    model = Consent
    icon = "check"
    menu_label = _("Consents")
    name = "consents"
    index_view_class = ConsentIndexView
    filterset_class = ConsentFilterSet
    copy_view_enabled = False
    exclude_form_fields: list[str] = []
    list_display = ["practitioner", "kind", "text_version", "given_at", "withdrawn_at"]
    search_fields = ["practitioner__name"]
    list_export = ["name", "kind", "text_version", "given_at", "withdrawn_at"]
    export_filename = "consents"
    ordering = ["-given_at", "-pk"]


class PeopleViewSetGroup(ModelViewSetGroup):
    menu_label = _("People")
    menu_icon = "group"
    menu_order = 300
    items = (PractitionerViewSet, OrganizationViewSet, ConsentViewSet)


@hooks.register("register_admin_viewset")
def register_people_viewsets() -> PeopleViewSetGroup:
    return PeopleViewSetGroup()


@hooks.register("after_create_user")
@hooks.register("after_edit_user")
def record_account_change(request: HttpRequest, user: User) -> None:
    services.record_account_change(user=user, actor=user_of(request), now=timezone.now())
