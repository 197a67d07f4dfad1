"""An approved employer with a list that has been answered, and an application that waits."""

from datetime import datetime
from uuid import uuid4

from certification.certificates.models import Certificate
from certification.employers.models import EmployerMember
from certification.employers.services import apply_for_access, approve_member, run_check, start_check
from certification.verification.bulk import Asked
from lms.accounts.models import User
from lms.demo.moments import moment

_WRONG = Asked("TJIP-A-2025-PAT2-000123-8", "张演示")


def make_employers(*, employer: User, applicant: User, registrar: User, now: datetime) -> None:
    member = _apply(employer, "津沽演示人力资源有限公司", "91120000MADEM00001", moment(-30, "09:00", now=now))
    approved = approve_member(member=member, decided_by=registrar, now=moment(-29, "15:00", now=now))
    asked = [
        Asked(number, name) for number, name in Certificate.objects.order_by("pk").values_list("number", "name")[:8]
    ]
    checked_at = moment(-2, "10:00", now=now)
    if approved.organization is not None:
        check_run = start_check(
            organization=approved.organization,
            asked=[*asked, _WRONG],
            form_id=uuid4(),
            requested_by=employer,
            now=checked_at,
        )
        run_check(check_id=check_run.pk, now=checked_at)
    _apply(applicant, "津沽演示咨询有限公司", "91120000MADEM00002", moment(-1, "11:00", now=now))


def _apply(user: User, name: str, credit_code: str, now: datetime) -> EmployerMember:
    return apply_for_access(
        user=user,
        organization_name=name,
        credit_code=credit_code,
        position="人事主管（演示）",
        purpose="录用前核对应聘人员的证书（演示）",
        now=now,
    )
