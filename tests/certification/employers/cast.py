"""Employers, lists and webhooks for tests."""

from datetime import datetime
from io import BytesIO
from uuid import uuid4

from openpyxl import Workbook

from certification.employers.models import BulkCheck, EmployerMember, WebhookEndpoint
from certification.employers.services import (
    apply_for_access,
    approve_member,
    make_endpoint,
    run_check,
    start_check,
)
from certification.verification.bulk import Asked
from lms.accounts.models import Organization, User
from tests.cast import NOW

CODE = "91120000MADEMX0007"


def apply(user: User, *, code: str = CODE, name: str = "天津虚构招聘有限公司", now: datetime = NOW) -> EmployerMember:
    return apply_for_access(
        user=user, organization_name=name, credit_code=code, position="人事主管", purpose="招聘时核对证书", now=now
    )


def make_member(
    user: User, registrar: User, *, code: str = CODE, name: str = "天津虚构招聘有限公司", now: datetime = NOW
) -> EmployerMember:
    return approve_member(member=apply(user, code=code, name=name, now=now), decided_by=registrar, now=now)


def check_list(organization: Organization, user: User, *asked: Asked, now: datetime = NOW) -> BulkCheck:
    """Sent and answered."""
    check_run = start_check(organization=organization, asked=asked, form_id=uuid4(), requested_by=user, now=now)
    run_check(check_id=check_run.pk, now=now)
    check_run.refresh_from_db()
    return check_run


def make_webhook(
    organization: Organization, user: User, *, url: str = "http://127.0.0.1:9/hook", now: datetime = NOW
) -> tuple[WebhookEndpoint, str]:
    made = make_endpoint(organization=organization, url=url, form_id=uuid4(), made_by=user, now=now)
    return made.endpoint, made.secret


def workbook_of(*lines: list[str]) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for line in lines:
        sheet.append(line)
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()
