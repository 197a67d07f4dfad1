"""Who may check for an employer: applied, decided with a reason, ended with all that hangs on it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from certification.employers import services
from certification.employers.enums import MemberState
from certification.employers.models import EmployerMember, WebhookEndpoint
from lms.accounts.models import Organization, Practitioner, User
from lms.api.models import ApiKey
from lms.audit.models import AuditEntry
from lms.notifications.models import Message
from tests.cast import NOW, make_user
from tests.certification.employers.cast import CODE, apply, make_member, make_webhook
from tests.lms.api.cast import issue_key


def test_approval_makes_the_organization_and_tells_the_applicant(clerk: User, registrar: User) -> None:
    member = services.approve_member(member=apply(clerk), decided_by=registrar, now=NOW)

    assert (member.state, member.decided_by) == (MemberState.APPROVED, registrar)
    assert member.organization == Organization.objects.get(credit_code=CODE)
    assert Message.objects.get(recipient=clerk).path == "/my/employer/"
    assert AuditEntry.objects.filter(action="employers.approve_member", actor=registrar).count() == 1


def test_approval_finds_the_organization_by_its_code(
    clerk: User, registrar: User, employer_organization: Organization
) -> None:
    member = make_member(clerk, registrar, code=employer_organization.credit_code, name="写法不同")

    assert member.organization == employer_organization


def test_application_is_declined_with_a_reason(clerk: User, registrar: User) -> None:
    member = apply(clerk)
    with pytest.raises(services.ReasonMissing):
        services.decline_member(member=member, reason=" ", decided_by=registrar, now=NOW)

    services.decline_member(member=member, reason="执照已注销", decided_by=registrar, now=NOW)

    member.refresh_from_db()
    assert (member.state, member.organization) == (MemberState.DECLINED, None)
    assert "执照已注销" in Message.objects.get(recipient=clerk).body
    assert apply(clerk).state == MemberState.APPLIED


def test_one_application_at_a_time(member: EmployerMember) -> None:
    with pytest.raises(services.AppliedAlready):
        apply(member.user)


def test_decision_is_made_once_and_by_another(clerk: User, registrar: User) -> None:
    member, own = apply(clerk), apply(registrar, code="91120000MADEMX0008")
    services.approve_member(member=member, decided_by=registrar, now=NOW)

    with pytest.raises(services.DecidedAlready):
        services.decline_member(member=member, reason="x", decided_by=registrar, now=NOW)
    with pytest.raises(services.OwnApplication):
        services.approve_member(member=own, decided_by=registrar, now=NOW)


def test_end_takes_keys_and_webhooks_along(
    member: EmployerMember, hiring: Organization, clerk: User, registrar: User
) -> None:
    issue_key(hiring, clerk)
    make_webhook(hiring, clerk)

    services.end_membership(member=member, reason="离职", ended_by=registrar, now=NOW)
    services.end_membership(member=member, reason="again", ended_by=registrar, now=NOW)

    assert ApiKey.objects.get().ended_by == WebhookEndpoint.objects.get().ended_by == registrar
    assert EmployerMember.objects.get().reason == "离职"
    assert Message.objects.filter(recipient=clerk, key__startswith="employers.ended").count() == 1


def test_end_of_one_leaves_what_a_colleague_uses(
    member: EmployerMember, hiring: Organization, clerk: User, registrar: User
) -> None:
    make_member(make_user("second@example.com", "同事"), registrar)
    issue_key(hiring, clerk)

    services.end_membership(member=member, reason="离职", ended_by=registrar, now=NOW)

    assert ApiKey.objects.get().ended_at is None


def test_only_an_approved_access_ends(clerk: User, registrar: User) -> None:
    with pytest.raises(services.NotApproved):
        services.end_membership(member=apply(clerk), reason="x", ended_by=registrar, now=NOW)


def test_members_are_seen_by_themselves_and_staff(
    member: EmployerMember, outsider: Practitioner, registrar: User
) -> None:
    seen = [list(EmployerMember.objects.visible_to(user)) for user in (member.user, outsider.user, registrar)]

    assert seen == [[member], [], [member]]


@pytest.mark.parametrize("code", ["", "123", "9112000OMADEMX0007", "91120000MADEMX000I"])
def test_credit_code_has_its_shape(clerk: User, code: str) -> None:
    with pytest.raises(ValidationError):
        EmployerMember(
            user=clerk, organization_name="x", credit_code=code, position="x", purpose="x", applied_at=NOW
        ).full_clean()


def test_what_is_over_is_deleted_after_three_years(clerk: User, registrar: User) -> None:
    services.decline_member(member=apply(clerk), reason="执照已注销", decided_by=registrar, now=NOW)
    ended = make_member(clerk, registrar)
    services.end_membership(member=ended, reason="离职", ended_by=registrar, now=NOW + timedelta(days=1))
    kept = make_member(clerk, registrar)
    three_years_on = NOW + timedelta(days=3 * 365)

    assert services.delete_old_memberships(now=three_years_on) == 0
    assert services.delete_old_memberships(now=three_years_on + timedelta(seconds=1)) == 1
    assert set(EmployerMember.objects.all()) == {ended, kept}
    assert services.delete_old_memberships(now=three_years_on + timedelta(days=2)) == 1
    assert EmployerMember.objects.get() == kept
    assert AuditEntry.objects.filter(action="employers.decline_member").exists()
