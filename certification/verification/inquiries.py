"""What was asked, as the result page hands it back for another question about the same certificate: signed, good for a day, kept nowhere.

It travels in forms, never in addresses: it may bear the name that was typed.
"""

from dataclasses import asdict, dataclass, field
from datetime import timedelta
from enum import StrEnum

from django.core import signing
from django.utils.translation import gettext_lazy as _

from certification.verification.file_checks import FileCheck
from certification.verification.queries import TOKEN
from lms.errors import DomainError

_SALT = "verification.inquiry"
_LASTS = timedelta(days=1)


class InquiryTooOld(DomainError):
    message = _("This page is more than a day old. Verify the certificate again; then ask for the date or the receipt.")


class How(StrEnum):
    NUMBER = "number"
    TOKEN = "token"  # noqa: S105 - the QR code's address
    FILE = "file"


@dataclass(frozen=True)
class Inquiry:
    """``reference``: the certificate's identifier, or its token where the code alone was scanned.

    ``name``: as it was typed, or as the file has it; empty where nobody has said it, and then it is shown redacted.
    """

    how: How
    reference: str
    name: str = ""
    # Of a file: its kind, its SHA-256, the three answers, and whether nothing speaks against it.
    file: dict[str, str] = field(default_factory=dict)


def about_file(check: FileCheck, *, reference: str, name: str) -> Inquiry:
    answers = {
        "kind": str(check.presented),
        "sha256": check.sha256,
        "file": str(check.file),
        "signature": str(check.signature),
        "credential": str(check.credential),
        "genuine": "yes" if check.is_genuine else "no",
    }
    return Inquiry(How.FILE, reference, name, answers)


def write_inquiry(inquiry: Inquiry) -> str:
    if inquiry.how == How.TOKEN and not inquiry.name:
        # Nothing to vouch for: the token opens its page anyhow.
        return inquiry.reference
    return signing.dumps(asdict(inquiry), salt=_SALT, compress=True)


def read_inquiry(text: str) -> Inquiry:
    if TOKEN.fullmatch(text):
        return Inquiry(How.TOKEN, text)
    try:
        content = signing.loads(text, salt=_SALT, max_age=_LASTS)
    except signing.BadSignature as error:
        raise InquiryTooOld from error
    return Inquiry(**(content | {"how": How(content["how"])}))
