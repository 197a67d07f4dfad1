"""The register in Wagtail's admin: to read, filter and export. What happens to a certificate is done at the registrar's desk; templates are versions."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from certification.certificates import services
from certification.certificates.enums import Language, Status
from certification.certificates.models import Certificate, CertificateDocument, CertificateEvent, CertificateTemplate
from certification.certificates.queries import template_in_force, with_status
from certification.certificates.wagtail_credentials import CREDENTIAL_VIEWSETS
from certification.certificates.wording import forbidden_words
from lms.accounts.person_pages import PersonInspectView, inspect_view_of
from lms.accounts.wagtail_permissions import ReadOnlyPermissionPolicy


class VersionPermissionPolicy(ModelPermissionPolicy):
    """A version is added and read; certificates were printed from it, so nobody changes or deletes one."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "add"} and bool(super().user_has_permission(user, action))


register_permission_policy(Certificate, ReadOnlyPermissionPolicy(Certificate))
register_permission_policy(CertificateEvent, ReadOnlyPermissionPolicy(CertificateEvent))
register_permission_policy(CertificateDocument, ReadOnlyPermissionPolicy(CertificateDocument))
register_permission_policy(CertificateTemplate, VersionPermissionPolicy(CertificateTemplate))


class CertificateFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Status.choices)
    issued_at = django_filters.DateFromToRangeFilter(label=_("Issued on"), widget=DateRangePickerWidget)

    class Meta:
        model = Certificate
        fields = ["status", "domain", "level", "issued_at", "is_test"]


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


class TemplateForm(WagtailAdminModelForm):
    """The next version; begins with the one in force."""

    class Meta:
        model = CertificateTemplate
        fields = ["kind", "title", "body", "disclaimer", "issuer_name", "issuer_credit_code"]
        widgets = {"body": forms.Textarea(attrs={"rows": 4}), "disclaimer": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = template_in_force("A")
        if latest is not None and not self.is_bound:
            self.initial |= {name: getattr(latest, name) for name in self.Meta.fields}

    def clean(self) -> None:
        super().clean()
        for name in ("title", "issuer_name"):
            words = forbidden_words(self.cleaned_data.get(name, ""))
            if words:
                self.add_error(name, str(services.WordingForbidden(words)))

    def save(self, commit: bool = True) -> CertificateTemplate:  # noqa: FBT001, FBT002 - Django's own form
        draft = CertificateTemplate(**self.cleaned_data, language=Language.CHINESE)
        self.instance = services.publish_template(draft=draft, author=self.for_user, now=timezone.now())
        return self.instance


class CertificateTemplateViewSet(ModelViewSet):
    model = CertificateTemplate
    icon = "form"
    menu_label = _("Certificate templates")
    name = "certificate_templates"
    inspect_view_enabled = True
    copy_view_enabled = False
    list_display = ["kind", "version", "title", "issuer_name", DateColumn("created_at", label=_("Created"))]
    list_filter = ["kind"]
    list_export = ["kind", "version", "title", "issuer_name", "issuer_credit_code", "created_at"]
    ordering = ["kind", "-version"]
    inspect_view_fields = [
        "kind",
        "version",
        "title",
        "body",
        "disclaimer",
        "issuer_name",
        "issuer_credit_code",
        "created_at",
    ]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:  # noqa: FBT001, FBT002 - Wagtail's own
        return TemplateForm


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
    )


@hooks.register("register_admin_viewset")
def register_certificate_viewsets() -> CertificatesViewSetGroup:
    return CertificatesViewSetGroup()
