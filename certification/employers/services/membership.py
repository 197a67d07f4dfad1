"""Who may check for an employer: applied for, decided by staff, ended."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.employers.enums import MemberState
from certification.employers.models import EmployerMember, WebhookEndpoint
from certification.employers.queries import members_over_since
from lms.accounts.models import Organization, User
from lms.api.services import end_keys_of
from lms.audit.services import record_entry
from lms.errors import DomainError
from lms.notifications.services import notify

_PAGE = "/my/employer/"
_KEPT = timedelta(days=3 * 365)


class AppliedAlready(DomainError):
    message = _("You have applied already, or are approved. Look at your employer’s page.")


class DecidedAlready(DomainError):
    message = _("This application has been decided already. Look at it again.")


class OwnApplication(DomainError):
    status = 403
    message = _("Nobody decides about their own application. Ask a colleague.")


class NotApproved(DomainError):
    message = _("This access has ended already, or was never given.")


class ReasonMissing(DomainError):
    status = 400
    message = _("Give the reason: it is kept and told to the applicant.")


def apply_for_access(
    *, user: User, organization_name: str, credit_code: str, position: str, purpose: str, now: datetime
) -> EmployerMember:
    try:
        with transaction.atomic():
            member = EmployerMember.objects.create(
                user=user,
                organization_name=organization_name,
                credit_code=credit_code,
                position=position,
                purpose=purpose,
                applied_at=now,
            )
            record_entry(action="employers.apply_for_access", subject=member, actor=user, now=now)
    except IntegrityError as open_already:
        raise AppliedAlready from open_already
    return member


def require_member(*, organization: Organization, user: User) -> None:
    """In the transaction of a deed that only an approved person may do: an access that ends at the same moment ends before it or after it."""
    Organization.objects.select_for_update().get(pk=organization.pk)
    if not EmployerMember.objects.approved().filter(organization=organization, user=user).exists():
        raise NotApproved


@transaction.atomic
def approve_member(*, member: EmployerMember, decided_by: User, now: datetime) -> EmployerMember:
    """From now on the person checks for the organization with this credit code, which is made where there is none."""
    locked = _lock_waiting(member, decided_by)
    organization, _made = Organization.objects.get_or_create(
        credit_code=locked.credit_code, defaults={"name": locked.organization_name}
    )
    locked.organization = organization
    _decide(locked, MemberState.APPROVED, "", decided_by, now)
    notify(
        recipient=locked.user,
        key=f"employers.approved:{locked.pk}",
        subject=_("You can now check certificates for your employer"),
        body=format_lazy(
            _(
                "The association has approved your access for {organization}. Lists, keys and webhooks are on your employer’s page."
            ),
            organization=organization.name,
        ),
        path=_PAGE,
        now=now,
    )
    return locked


@transaction.atomic
def decline_member(*, member: EmployerMember, reason: str, decided_by: User, now: datetime) -> EmployerMember:
    if not reason.strip():
        raise ReasonMissing
    locked = _lock_waiting(member, decided_by)
    _decide(locked, MemberState.DECLINED, reason.strip(), decided_by, now)
    notify(
        recipient=locked.user,
        key=f"employers.declined:{locked.pk}",
        subject=_("Your application as an employer was declined"),
        body=format_lazy(_("The reason: {reason} You can apply again once it no longer holds."), reason=locked.reason),
        path=_PAGE,
        now=now,
    )
    return locked


def _lock_waiting(member: EmployerMember, decided_by: User) -> EmployerMember:
    locked = EmployerMember.objects.select_for_update(of=("self",)).select_related("user").get(pk=member.pk)
    if locked.user_id == decided_by.pk:
        raise OwnApplication
    if locked.state != MemberState.APPLIED:
        raise DecidedAlready
    return locked


def _decide(member: EmployerMember, state: MemberState, reason: str, decided_by: User, now: datetime) -> None:
    member.state, member.reason, member.decided_by, member.decided_at = state, reason, decided_by, now
    member.save(update_fields=["organization", "state", "reason", "decided_by", "decided_at"])
    record_entry(
        action="employers.approve_member" if state == MemberState.APPROVED else "employers.decline_member",
        subject=member,
        actor=decided_by,
        now=now,
        detail={"organization": member.organization_id, "reason": reason},
    )


@transaction.atomic
def end_membership(*, member: EmployerMember, reason: str, ended_by: User, now: datetime) -> EmployerMember:
    """Where nobody else is approved for the organization, its keys and webhooks end too. Once more changes nothing."""
    if not reason.strip():
        raise ReasonMissing
    locked = EmployerMember.objects.select_for_update(of=("self",)).select_related("user").get(pk=member.pk)
    if locked.state == MemberState.ENDED:
        return locked
    organization = locked.organization
    if locked.state != MemberState.APPROVED or organization is None:
        raise NotApproved
    # Whoever makes a key or a webhook at this moment waits, and finds that nobody is approved.
    Organization.objects.select_for_update().get(pk=organization.pk)
    locked.state, locked.reason, locked.ended_by, locked.ended_at = MemberState.ENDED, reason.strip(), ended_by, now
    locked.save(update_fields=["state", "reason", "ended_by", "ended_at"])
    if not EmployerMember.objects.approved().filter(organization=organization).exists():
        end_keys_of(organization=organization, ended_by=ended_by, now=now)
        WebhookEndpoint.objects.standing().filter(organization=organization).update(ended_by=ended_by, ended_at=now)
    record_entry(
        action="employers.end_membership", subject=locked, actor=ended_by, now=now, detail={"reason": locked.reason}
    )
    notify(
        recipient=locked.user,
        key=f"employers.ended:{locked.pk}",
        subject=_("Your access as an employer has ended"),
        body=format_lazy(_("The reason: {reason}"), reason=locked.reason),
        path=_PAGE,
        now=now,
    )
    return locked


def delete_old_memberships(*, now: datetime) -> int:
    """What was declined or ended three years ago; returns how many. The trail keeps who decided what, without the application."""
    deleted, _each = members_over_since(now - _KEPT).delete()
    return deleted
