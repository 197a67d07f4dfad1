"""An approved employer with a list that has been answered, a key and a webhook; and an application that waits."""

from datetime import datetime, timedelta
from uuid import uuid4

from certification.certificates.models import Certificate
from certification.employers.models import EmployerMember
from certification.employers.services import apply_for_access, approve_member, keep_endpoint, run_check, start_check
from certification.verification.bulk import Asked
from lms.accounts.models import Organization, User
from lms.api.enums import Scope
from lms.api.services import make_key
from lms.demo import accounts
from lms.demo.moments import moment

# A name that no server will ever have (RFC 2606): whatever is sent there waits, is tried again, and is given up.
WEBHOOK_URL = "https://hooks.employer.example/certificates"
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
        _connect_program(approved.organization, employer, now)
    _apply(applicant, "津沽演示咨询有限公司", "91120000MADEM00002", moment(-1, "11:00", now=now))


def _connect_program(organization: Organization, employer: User, now: datetime) -> None:
    made_at = moment(-4, "11:00", now=now)
    make_key(
        organization=organization,
        name="招聘系统（演示）",
        scopes=list(Scope),
        expires_at=made_at + timedelta(days=365),
        form_id=uuid4(),
        made_by=employer,
        now=made_at,
        text=accounts.api_key_text(employer.email),
    )
    keep_endpoint(organization=organization, url=WEBHOOK_URL, form_id=uuid4(), made_by=employer, now=made_at)


def _apply(user: User, name: str, credit_code: str, now: datetime) -> EmployerMember:
    return apply_for_access(
        user=user,
        organization_name=name,
        credit_code=credit_code,
        position="人事主管（演示）",
        purpose="录用前核对应聘人员的证书（演示）",
        now=now,
    )
