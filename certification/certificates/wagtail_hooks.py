"""The register in Wagtail's admin: to read, filter and export. What happens to a certificate is done at the registrar's desk; templates are versions."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from certification.certificates.enums import Status
from certification.certificates.models import Certificate, CertificateDocument, CertificateEvent, CertificateTemplate
from certification.certificates.queries import with_status
from certification.certificates.wagtail_credentials import CREDENTIAL_VIEWSETS
from certification.certificates.wagtail_life import LIFE_VIEWSETS
from lms.accounts.person_pages import PersonInspectView, inspect_view_of
from lms.wagtail_permissions import AddOnlyPermissionPolicy, ReadOnlyPermissionPolicy
from lms.wagtail_viewsets import IndexView, ModelViewSet

register_permission_policy(Certificate, ReadOnlyPermissionPolicy(Certificate))
register_permission_policy(CertificateEvent, ReadOnlyPermissionPolicy(CertificateEvent))
register_permission_policy(CertificateDocument, ReadOnlyPermissionPolicy(CertificateDocument))
register_permission_policy(CertificateTemplate, AddOnlyPermissionPolicy(CertificateTemplate))


class CertificateFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Status.choices)
    issued_at = django_filters.DateFromToRangeFilter(label=_("Issued on"), widget=DateRangePickerWidget)

    class Meta:
        model = Certificate
        fields = ["status", "kind", "domain", "level", "issued_at", "is_test"]


class CertificateIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Certificate]:
        return with_status(Certificate.objects.select_related("domain"), at=timezone.now())


def _status_label(certificate: Any) -> str:
    return str(Status(certificate.status).label) if certificate.status else ""


class CertificateViewSet(ModelViewSet):
    model = Certificate
    icon = "doc-full"
    menu_label = _("Certificates")
    name = "certificate_register"
    inspect_view_class = PersonInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: list[str] = []
    index_view_class = CertificateIndexView
    filterset_class = CertificateFilterSet
    list_display = [
        "number",
        "issue",
        "name",
        Column("domain", label=_("Domain")),
        "level",
        DateColumn("issued_at", label=_("Issued on")),
        "valid_until",
        Column("status", label=_("Status"), accessor=_status_label),
    ]
    search_fields = ["number", "name"]
    list_export = [
        "number",
        "issue",
        "name",
        "title",
        "domain_id",
        "level",
        "basis",
        "issued_at",
        "valid_until",
        "status",
        "is_test",
    ]
    export_filename = "certificates"
    ordering = ["-issued_at", "-pk"]
    inspect_view_fields = [
        "number",
        "issue",
        "replaces",
        "title",
        "name",
        "id_type",
        "id_last4",
        "domain",
        "level",
        "basis",
        "issued_at",
        "issued_by",
        "valid_until",
        "template",
        "is_test",
    ]


class CertificateEventViewSet(ModelViewSet):
    model = CertificateEvent
    icon = "history"
    menu_label = _("Certificate events")
    name = "certificate_events"
    inspect_view_class = inspect_view_of("certificate.practitioner")
    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: list[str] = []
    list_display = ["certificate", "type", DateColumn("at", label=_("Time")), "actor"]
    list_filter = ["type", "at"]
    search_fields = ["certificate__number", "certificate__name"]
    list_export = ["certificate.number", "certificate.issue", "type", "at", "actor.email", "reason"]
    ordering = ["-at", "-pk"]
    inspect_view_fields = ["certificate", "type", "at", "actor", "reason"]


class CertificateDocumentViewSet(ModelViewSet):
    model = CertificateDocument
    icon = "doc-empty"
    menu_label = _("Certificate documents")
    name = "certificate_documents"
    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: list[str] = []
    list_display = ["certificate", "state", "tries", "size", DateColumn("rendered_at", label=_("Rendered"))]
    list_filter = ["state", "rendered_at"]
    search_fields = ["certificate__number", "sha256"]
    list_export = ["certificate.number", "certificate.issue", "state", "sha256", "size", "rendered_at", "error"]
    ordering = ["-pk"]
    inspect_view_fields = ["certificate", "state", "sha256", "size", "tries", "rendered_at", "error"]


@require_safe
def _edit_at_the_desk(request: HttpRequest) -> HttpResponse:
    """Where a template is seen while it is written."""
    return redirect("certificates:templates")


class CertificateTemplateViewSet(ModelViewSet):
    model = CertificateTemplate
    icon = "form"
    menu_label = _("Certificate templates")
    name = "certificate_templates"
    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: list[str] = []
    list_display = [
        "kind",
        "version",
        "language",
        "layout",
        "title",
        "title_en",
        DateColumn("created_at", label=_("Created")),
    ]
    list_filter = ["kind", "language", "layout"]
    list_export = ["kind", "version", "language", "layout", "title", "title_en", "issuer_name", "created_at"]
    ordering = ["kind", "-version"]
    inspect_view_fields = [
        "kind",
        "version",
        "language",
        "layout",
        "title",
        "title_en",
        "body",
        "body_en",
        "disclaimer",
        "disclaimer_en",
        "issuer_name",
        "issuer_name_en",
        "issuer_credit_code",
        "signatory_name",
        "signatory_post",
        "created_at",
    ]

    @property
    def add_view(self) -> Callable[[HttpRequest], HttpResponse]:
        return _edit_at_the_desk


class CertificatesViewSetGroup(ModelViewSetGroup):
    menu_label = _("Certificates")
    menu_icon = "doc-full"
    menu_order = 250
    items = (
        CertificateViewSet,
        CertificateEventViewSet,
        CertificateDocumentViewSet,
        CertificateTemplateViewSet,
        *CREDENTIAL_VIEWSETS,
        *LIFE_VIEWSETS,
    )


@hooks.register("register_admin_viewset")
def register_certificate_viewsets() -> CertificatesViewSetGroup:
    return CertificatesViewSetGroup()
