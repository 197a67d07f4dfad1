"""A log with lines in it, and its bundles, for tests."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from certification.certificates.log.keys import KEY_FILE, PUBLIC_FILE, make_log_key
from certification.certificates.models import Certificate, CertificateDocument, TreeHead
from certification.certificates.services import reinstate_certificate, suspend_certificate
from certification.certificates.services.log import append_to_log, sign_tree_head
from lms.accounts.models import User

LOG_NAME = "association.example/log/test"


def install_log_key(name: str = LOG_NAME) -> None:
    folder = Path(settings.SIGNING_KEY_DIR)
    remove_log_key()
    make_log_key(folder, name=name)


def remove_log_key() -> None:
    for name in (KEY_FILE, PUBLIC_FILE):
        Path(settings.SIGNING_KEY_DIR, name).unlink(missing_ok=True)


def live_through(certificate: Certificate, actor: User, *, now: datetime) -> TreeHead:
    """Issued, its PDF made, suspended after an hour and reinstated after two: four lines, and a head over them."""
    CertificateDocument.objects.filter(certificate=certificate).update(
        state="rendered", file=f"{certificate.uuid}.pdf", sha256="ab" * 32, size=9, rendered_at=now
    )
    append_to_log(now=now)
    hour = timedelta(hours=1)
    suspend_certificate(certificate=certificate, actor=actor, reason="核查", now=now + hour)
    reinstate_certificate(certificate=certificate, actor=actor, reason="核查完毕", now=now + 2 * hour)
    append_to_log(now=now + 2 * hour)
    head = sign_tree_head(now=now + 2 * hour)
    assert head is not None
    return head
