"""From a certificate to its signed credential: once, and never again."""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from certification.certificates.credentials import award_of
from certification.certificates.models import Certificate, CertificateCredential, CredentialKey
from certification.certificates.open_badges.achievement import credential_document
from certification.certificates.queries import credentials_waiting
from certification.certificates.retries import pause_after
from certification.certificates.services.credential_keys import sign_document
from certification.certificates.services.status_lists import draw_place
from certification.certificates.tasks import sign_credential as sign_task
from lms.celery import send_after_commit
from lms.errors import DomainError

logger = logging.getLogger(__name__)

_BATCH = 200


class CredentialNotSigned(DomainError):
    status = 503

    def __init__(self, error: str) -> None:
        super().__init__(
            _("The PDF waits for the credential that goes inside it, which could not be signed: %(error)s")
            % {"error": error}
        )


def open_credential(certificate: Certificate) -> CertificateCredential:
    """Inside the transaction that issues: a place in a status list, and the credential as work to do."""
    draw_place(certificate)
    credential = CertificateCredential.objects.create(certificate=certificate)
    send_after_commit(sign_task, credential.pk)
    return credential


def sign_credential(*, credential_id: int, now: datetime) -> bool:
    """Signs it unless it is signed; says whether this call did. A failure is written on the row, which the sweep takes up again."""
    try:
        with transaction.atomic():
            # Of two workers, the second waits here and finds it signed.
            credential = (
                credentials_waiting(now=now)
                .select_for_update(of=("self",))
                .select_related(
                    "certificate__template", "certificate__domain", "certificate__status_entry__status_list"
                )
                .filter(pk=credential_id)
                .first()
            )
            if credential is None:
                return False
            _sign(credential, now)
    except Exception as error:
        logger.exception("Credential %s could not be signed.", credential_id)
        _note_failure(credential_id, error, now)
        return False
    return True


def signed_credential(*, certificate: Certificate, now: datetime) -> CertificateCredential:
    """The certificate's credential, signed now if it is not yet; raises where that does not succeed."""
    credentials = CertificateCredential.objects.select_related("key")
    credential = credentials.get(certificate=certificate)
    if credential.signed_at is None:
        sign_credential(credential_id=credential.pk, now=now)
        credential = credentials.get(certificate=certificate)
    if credential.signed_at is None:
        raise CredentialNotSigned(credential.error)
    return credential


def sign_waiting_credentials(*, now: datetime) -> int:
    """What no task has signed: lost messages, dead workers, failures whose pause is over."""
    waiting = credentials_waiting(now=now).order_by("pk").values_list("pk", flat=True)[:_BATCH]
    return sum(sign_credential(credential_id=pk, now=now) for pk in list(waiting))


def _sign(credential: CertificateCredential, now: datetime) -> None:
    certificate = credential.certificate

    def build(key: CredentialKey, _moment: datetime) -> dict[str, Any]:
        return credential_document(award_of(certificate, certificate.status_entry, is_test=key.is_test))

    signed = sign_document(build, now=now)
    credential.content, credential.sha256 = signed.content, signed.sha256
    credential.key, credential.signed_at = signed.key, signed.signed_at
    credential.try_after, credential.error = None, ""
    credential.tries += 1
    credential.save()


def _note_failure(credential_id: int, error: Exception, now: datetime) -> None:
    waiting = CertificateCredential.objects.filter(pk=credential_id, signed_at=None)
    for tries in waiting.values_list("tries", flat=True):
        try_after = now + pause_after(tries + 1)
        waiting.update(error=f"{type(error).__name__}: {error}", try_after=try_after, tries=F("tries") + 1)
