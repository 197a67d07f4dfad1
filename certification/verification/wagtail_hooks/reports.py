"""What verification notices by itself, to read: reports of guessing, and what the nightly check of the register found."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from certification.verification.models import GuessingReport, RegisterCheck, RegisterFault
from lms.wagtail_permissions import ReadOnlyPermissionPolicy
from lms.wagtail_viewsets import IndexView, ReadOnlyViewSet

for _model in (GuessingReport, RegisterCheck, RegisterFault):
    register_permission_policy(_model, ReadOnlyPermissionPolicy(_model))


class GuessingReportViewSet(ReadOnlyViewSet):
    model = GuessingReport
    icon = "warning"
    menu_label = _("Reports of guessing")
    name = "guessing_reports"
    list_display = ["scope", "subject", "on", "failures", DateColumn("last_at", label=_("Last failed look-up"))]
    list_filter = ["scope", "on"]
    search_fields = ["subject"]
    list_export = ["scope", "subject", "on", "failures", "first_at", "last_at"]
    ordering = ["-last_at", "-pk"]
    inspect_view_fields = ["scope", "subject", "on", "failures", "first_at", "last_at"]


class RegisterCheckViewSet(ReadOnlyViewSet):
    model = RegisterCheck
    icon = "tasks"
    menu_label = _("Checks of the register")
    name = "register_checks"
    list_display = [DateColumn("started_at", label=_("Started")), "certificates", "faults"]
    list_filter = ["started_at"]
    list_export = ["started_at", "finished_at", "certificates", "faults"]
    ordering = ["-started_at", "-pk"]
    inspect_view_fields = ["started_at", "finished_at", "certificates", "faults"]


class RegisterFaultIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[RegisterFault]:
        return RegisterFault.objects.select_related("certificate", "check_run")


class RegisterFaultViewSet(ReadOnlyViewSet):
    index_view_class = RegisterFaultIndexView
    model = RegisterFault
    icon = "warning"
    menu_label = _("Faults in the register")
    name = "register_faults"
    list_display = ["certificate", "part", "problem", "check_run"]
    list_filter = ["part"]
    search_fields = ["certificate__number", "problem"]
    list_export = ["check_run.started_at", "certificate.number", "certificate.issue", "part", "problem"]
    ordering = ["-pk"]
    inspect_view_fields = ["check_run", "certificate", "part", "problem"]


class VerificationViewSetGroup(ModelViewSetGroup):
    menu_label = _("Verification")
    menu_icon = "search"
    menu_order = 255
    items = (GuessingReportViewSet, RegisterCheckViewSet, RegisterFaultViewSet)


@hooks.register("register_admin_viewset")
def register_report_viewsets() -> VerificationViewSetGroup:
    return VerificationViewSetGroup()
