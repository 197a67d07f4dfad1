"""Keys, credentials and shared pages in Wagtail's admin: to read, filter and export. Keys change by command, the rest by itself or by its holder."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permissions import register_permission_policy

from certification.certificates.models import CertificateCredential, CertificateShare, CredentialKey
from lms.accounts.person_pages import inspect_view_of
from lms.wagtail_permissions import ReadOnlyPermissionPolicy
from lms.wagtail_viewsets import IndexView, ReadOnlyViewSet, YesNoColumn

for _model in (CredentialKey, CertificateCredential, CertificateShare):
    register_permission_policy(_model, ReadOnlyPermissionPolicy(_model))

_STATES: dict[str, tuple[Any, Q]] = {
    "signed": (pgettext_lazy("credential", "Signed"), Q(signed_at__isnull=False)),
    "waiting": (pgettext_lazy("credential", "Waiting"), Q(signed_at=None, error="")),
    "failed": (pgettext_lazy("credential", "Failed"), Q(signed_at=None) & ~Q(error="")),
}


class _WithCertificate(IndexView):
    def get_base_queryset(self) -> "QuerySet[Any]":
        return super().get_base_queryset().select_related("certificate")  # type: ignore[no-any-return]  # as above


class CredentialKeyViewSet(ReadOnlyViewSet):
    model = CredentialKey
    icon = "key"
    menu_label = _("Credential keys")
    name = "credential_keys"
    list_display = [
        "public_key_multibase",
        YesNoColumn("is_test", label=_("test key")),
        DateColumn("created_at", label=_("in use from")),
        DateColumn("retired_at", label=_("in use until")),
        DateColumn("leaked_at", label=_("in other hands since")),
    ]
    list_filter = ["is_test"]
    list_export = ["public_key_multibase", "algorithm", "is_test", "created_at", "retired_at", "leaked_at"]
    ordering = ["-created_at", "-pk"]
    inspect_view_fields = [
        "public_key_multibase",
        "algorithm",
        "is_test",
        "created_at",
        "retired_at",
        "leaked_at",
    ]


class CredentialFilterSet(WagtailFilterSet):  # type: ignore[misc]  # Wagtail ships no types
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[(name, label) for name, (label, _rows) in _STATES.items()], method="in_state"
    )

    class Meta:
        model = CertificateCredential
        fields = ["state", "key"]

    def in_state(
        self, credentials: QuerySet[CertificateCredential], name: str, value: str
    ) -> QuerySet[CertificateCredential]:
        return credentials.filter(_STATES[value][1])


class CertificateCredentialViewSet(ReadOnlyViewSet):
    model = CertificateCredential
    icon = "openquote"
    menu_label = _("Credentials")
    name = "certificate_credentials"
    index_view_class = _WithCertificate
    inspect_view_class = inspect_view_of("certificate.practitioner")
    filterset_class = CredentialFilterSet
    list_display = [
        "certificate",
        DateColumn("signed_at", label=_("signed")),
        "tries",
        DateColumn("try_after", label=_("not before")),
        Column("error", label=_("last error")),
    ]
    search_fields = ["certificate__number", "sha256"]
    list_export = ["certificate.number", "certificate.issue", "sha256", "key", "signed_at", "tries", "error"]
    ordering = ["-pk"]
    inspect_view_fields = ["certificate", "sha256", "key", "signed_at", "tries", "try_after", "error"]


class CertificateShareViewSet(ReadOnlyViewSet):
    model = CertificateShare
    icon = "link"
    menu_label = _("Shared certificates")
    name = "certificate_shares"
    index_view_class = _WithCertificate
    inspect_view_class = inspect_view_of("certificate.practitioner")
    list_display = [
        "certificate",
        DateColumn("given_at", label=_("given")),
        DateColumn("changed_at", label=_("changed")),
        DateColumn("withdrawn_at", label=_("withdrawn")),
        YesNoColumn("is_indexed", label=_("search engines may list it")),
    ]
    list_filter = ["is_indexed", "offers_pdf", "offers_badge"]
    search_fields = ["certificate__number"]
    # Neither the address, which is the holder's to give, nor the name.
    list_export = ["certificate.number", "given_at", "changed_at", "withdrawn_at", "is_indexed"]
    ordering = ["-given_at", "-pk"]
    inspect_view_fields = [
        "certificate",
        "name_shown",
        "offers_pdf",
        "offers_badge",
        "is_indexed",
        "given_at",
        "changed_at",
        "withdrawn_at",
    ]


CREDENTIAL_VIEWSETS = (CertificateCredentialViewSet, CredentialKeyViewSet, CertificateShareViewSet)
