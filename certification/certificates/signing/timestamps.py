"""Trusted time on signatures (RFC 3161): with it a signature can still be checked when the signing certificate has expired."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms.errors import DomainError

if TYPE_CHECKING:
    from pyhanko.sign.timestamps import TimeStamper

# Seconds. Whoever waits is a worker, which tries again later.
_PATIENCE = 10


class TimestampMissing(DomainError):
    status = 503
    message = _(
        "The timestamp authority gave no timestamp, so the document is not signed yet. It is tried again by itself; "
        "where that does not help, ask the administrator whether TIMESTAMP_URL is right."
    )


def configured_timestamper() -> "TimeStamper | None":
    """Of the authority at ``TIMESTAMP_URL``; None where there is none. What it returns raises ``TimestampMissing``."""
    if not settings.TIMESTAMP_URL:
        return None
    from certification.certificates.signing.timestamper import CheckedTimeStamper  # noqa: PLC0415 - loads pyHanko

    return CheckedTimeStamper(settings.TIMESTAMP_URL, timeout=_PATIENCE)  # type: ignore[no-untyped-call]  # pyHanko's
