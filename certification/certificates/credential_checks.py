"""Is this credential one that we issued, is its proof good? Two questions with two answers; what it is worth now is a third (``status_at``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from certification.certificates.credential_keys import published
from certification.certificates.credentials import site_did
from certification.certificates.log.queries import unwitnessed_credentials
from certification.certificates.models import CertificateCredential
from certification.certificates.open_badges.documents import OpenBadgesError, read_json
from certification.certificates.open_badges.proof import VerifiedProof, verify
from certification.certificates.open_badges.reading import read_credential
from certification.certificates.queries import published_keys


@dataclass(frozen=True)
class CredentialAnswer:
    """``issued``: the credential that the document names, if it says just what was issued under that name. ``problem``: for a log."""

    issued: CertificateCredential | None
    proof: VerifiedProof | None
    problem: str = ""

    @property
    def is_good(self) -> bool:
        return self.issued is not None and self.proof is not None


def check_credential(content: bytes) -> CredentialAnswer:
    """Of a JSON text or a baked picture. Only keys that this site publishes count, whatever the document says of its own."""
    try:
        document = read_credential(content)
    except OpenBadgesError as error:
        return CredentialAnswer(None, None, _told(error))
    issued = _find_issued(document)
    try:
        proof = verify(document, issuer=site_did(), keys=published(published_keys()))
    except OpenBadgesError as error:
        return CredentialAnswer(issued, None, _told(error))
    if proof.key.leaked_at is not None and not _is_witnessed(issued, before=proof.key.leaked_at):
        return CredentialAnswer(issued, None, "KeyLeaked: nothing but the key says that it was signed before that.")
    return CredentialAnswer(issued, proof)


def _is_witnessed(issued: CertificateCredential | None, *, before: datetime) -> bool:
    """Whoever has the key can write any time into a proof. The transparency log had the genuine ones when the time came."""
    if issued is None or issued.key is None:
        return False
    return not unwitnessed_credentials(issued.key, before=before).filter(pk=issued.pk).exists()


def _find_issued(document: Mapping[str, Any]) -> CertificateCredential | None:
    address, prefix = document.get("id"), f"{settings.SITE_URL}/credentials/"
    if not isinstance(address, str) or not address.startswith(prefix):
        return None
    try:
        uuid = UUID(address.removeprefix(prefix))
    except ValueError:
        return None
    signed = CertificateCredential.objects.filter(certificate__uuid=uuid, signed_at__isnull=False)
    found = signed.select_related("certificate").first()
    return found if found is not None and read_json(found.content) == document else None


def _told(error: OpenBadgesError) -> str:
    return f"{type(error).__name__}: {error}"
