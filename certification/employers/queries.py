"""Reads about employers, their checks and their webhooks."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from certification.certificates.models import Certificate
from certification.employers.enums import MemberState
from certification.employers.models import BulkCheck, CheckedRow, EmployerMember, WebhookDelivery, WebhookEndpoint
from certification.employers.models.check import BulkCheckQuerySet
from certification.employers.models.member import EmployerMemberQuerySet
from lms.accounts.models import Organization, User


def membership_of(user: User) -> EmployerMember | None:
    """The latest, whatever became of it."""
    members = EmployerMember.objects.filter(user=user).select_related("organization")
    return members.order_by("-applied_at", "-pk").first()


def approved_membership_of(user: User) -> EmployerMember | None:
    return EmployerMember.objects.approved().filter(user=user).select_related("organization").first()


def members_in(state: MemberState) -> EmployerMemberQuerySet:
    """Those that wait, the oldest first; others, the latest first."""
    members = EmployerMember.objects.filter(state=state).select_related(
        "user", "organization", "decided_by", "ended_by"
    )
    if state == MemberState.APPLIED:
        return members.order_by("applied_at", "pk")
    return members.order_by("-decided_at", "-pk")


def members_over_since(moment: datetime) -> EmployerMemberQuerySet:
    """Those that were declined or ended before it."""
    declined = Q(state=MemberState.DECLINED, decided_at__lt=moment)
    return EmployerMember.objects.filter(declined | Q(state=MemberState.ENDED, ended_at__lt=moment))


def checks_waiting() -> BulkCheckQuerySet:
    return BulkCheck.objects.filter(finished_at=None).order_by("created_at", "pk")


def checks_of(organization: Organization) -> BulkCheckQuerySet:
    checks = BulkCheck.objects.filter(organization=organization).select_related("requested_by", "api_key")
    return checks.order_by("-created_at", "-pk")


def checks_with_names_to_delete(*, before: datetime) -> BulkCheckQuerySet:
    return BulkCheck.objects.filter(finished_at__lt=before, names_deleted_at=None)


def rows_of(check_run: BulkCheck) -> QuerySet[CheckedRow]:
    return check_run.rows.select_related("certificate").order_by("position")


def checked_today(organization: Organization, certificate_id: int, *, now: datetime) -> bool:
    rows = CheckedRow.objects.filter(certificate=certificate_id, check_run__organization=organization)
    return rows.filter(check_run__created_at__gt=now - timedelta(days=1)).exists()


def rows_about(holder: User) -> QuerySet[CheckedRow]:
    """Who checked this person's certificates, the latest first."""
    rows = CheckedRow.objects.filter(certificate__practitioner__user=holder)
    return rows.select_related("certificate", "check_run__organization").order_by("-check_run__created_at", "-pk")


def holders_to_tell() -> QuerySet[User]:
    untold = CheckedRow.objects.filter(told_at=None, certificate__practitioner__user=OuterRef("pk"))
    return User.objects.filter(Exists(untold)).order_by("pk")


def rows_to_tell(holder: User) -> QuerySet[CheckedRow]:
    rows = CheckedRow.objects.filter(told_at=None, certificate__practitioner__user=holder)
    return rows.select_related("check_run__organization").order_by("pk")


def hears_since(now: datetime) -> datetime:
    return now - timedelta(days=settings.WEBHOOK_HEARS_DAYS)


def endpoints_that_hear_of(certificate: Certificate, *, now: datetime) -> QuerySet[WebhookEndpoint]:
    """Only of organizations that have themselves verified this certificate within ``WEBHOOK_HEARS_DAYS`` days."""
    checked = CheckedRow.objects.filter(
        certificate=certificate,
        check_run__organization=OuterRef("organization"),
        check_run__created_at__gt=hears_since(now),
    )
    return WebhookEndpoint.objects.standing().filter(Exists(checked)).order_by("pk")


def endpoints_of(organization: Organization) -> QuerySet[WebhookEndpoint]:
    endpoints = WebhookEndpoint.objects.filter(organization=organization).select_related("made_by")
    return endpoints.order_by("-made_at", "-pk")


def deliveries_of(endpoint: WebhookEndpoint) -> QuerySet[WebhookDelivery]:
    return endpoint.deliveries.select_related("event__certificate").order_by("-created_at", "-pk")


def deliveries_waiting(*, now: datetime) -> QuerySet[WebhookDelivery]:
    """Due, and for an endpoint that stands."""
    return WebhookDelivery.objects.filter(try_after__lte=now, endpoint__ended_at=None)
