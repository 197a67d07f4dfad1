"""The accounts of the demonstration. Passwords and second factors come from the site's secret key: every installation has its own."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings

from lms.accounts.enums import Role
from lms.api.key_text import KeyText

DOMAIN = "demo.example"


@dataclass(frozen=True)
class StaffAccount:
    """``key`` is the account's name in ``manage.py demo --json``."""

    key: str
    email: str
    name: str
    role: Role


STAFF = (
    StaffAccount("course manager", f"courses@{DOMAIN}", "课程管理员（演示）", Role.COURSE_MANAGER),
    StaffAccount("item writer", f"writer@{DOMAIN}", "命题员（演示）", Role.ITEM_WRITER),
    StaffAccount("item reviewer", f"reviewer@{DOMAIN}", "审题员（演示）", Role.ITEM_REVIEWER),
    StaffAccount("exam officer", f"exams@{DOMAIN}", "考务员（演示）", Role.EXAM_OFFICER),
    StaffAccount("marker", f"marker1@{DOMAIN}", "阅卷员甲（演示）", Role.MARKER),
    StaffAccount("second marker", f"marker2@{DOMAIN}", "阅卷员乙（演示）", Role.MARKER),
    StaffAccount("third marker", f"marker3@{DOMAIN}", "阅卷员丙（演示）", Role.MARKER),
    StaffAccount("registrar", f"registrar@{DOMAIN}", "证书登记员（演示）", Role.REGISTRAR),
    StaffAccount("second registrar", f"registrar2@{DOMAIN}", "证书登记员乙（演示）", Role.REGISTRAR),
    StaffAccount("credit officer", f"credit1@{DOMAIN}", "信用专员甲（演示）", Role.CREDIT_OFFICER),
    StaffAccount("second credit officer", f"credit2@{DOMAIN}", "信用专员乙（演示）", Role.CREDIT_OFFICER),
    StaffAccount("third credit officer", f"credit3@{DOMAIN}", "信用专员丙（演示）", Role.CREDIT_OFFICER),
    StaffAccount("fourth credit officer", f"credit4@{DOMAIN}", "信用专员丁（演示）", Role.CREDIT_OFFICER),
    StaffAccount("auditor", f"auditor@{DOMAIN}", "审计员（演示）", Role.AUDITOR),
)
# The ones who can sign in; the newcomer has neither enrolled nor registered anywhere yet.
PRACTITIONERS = {
    "practitioner": f"practitioner01@{DOMAIN}",
    "second practitioner": f"practitioner02@{DOMAIN}",
    # Has been reminded of a certificate that ends, and can apply for its renewal.
    "renewing practitioner": f"practitioner25@{DOMAIN}",
    "newcomer": f"practitioner40@{DOMAIN}",
}
EMPLOYERS = {
    # Approved: checks lists, makes keys.
    "employer": f"employer@{DOMAIN}",
    # Has applied, and waits for the registrar.
    "applicant": f"applicant@{DOMAIN}",
}
ADMINISTRATOR_EMAIL = f"admin@{DOMAIN}"


def practitioner_email(number: int) -> str:
    """The address of the ``number``-th practitioner, counted from 1."""
    return f"practitioner{number:02d}@{DOMAIN}"


def password(email: str) -> str:
    """Twelve characters, the same for one account as long as the secret key stays."""
    text = _derive("password", email).lower()
    return f"{text[:4]}-{text[4:8]}-{text[8:12]}"


def totp_secret(email: str) -> str:
    """Base32, as an authenticator app takes it."""
    return _derive("totp", email)


def api_key_text(email: str) -> KeyText:
    """Of the key that this employer's program shows."""
    secret = base64.urlsafe_b64encode(_digest("api secret", email)).decode().rstrip("=")
    return KeyText(f"tjip_{_derive('api key', email).lower()[:12]}", secret)


def _derive(purpose: str, email: str) -> str:
    return base64.b32encode(_digest(purpose, email)[:20]).decode()


def _digest(purpose: str, email: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"demo {purpose} {email}".encode(), hashlib.sha256).digest()
