"""Looking a certificate up with what is on the paper. Reads only, and tells a stranger nothing that is not on it."""

import re
from collections.abc import Iterator, Sequence
from hmac import compare_digest
from uuid import UUID

from django.db.models import QuerySet

from certification.certificates.models import Certificate, CertificateCredential
from certification.certificates.queries import with_events
from certification.verification.models import RegisterCheck, RegisterFault
from certification.verification.names import plain_name

# 128 bits in base64url; anything else, a NUL among it, never reaches the database.
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
# Compared where the number is unknown, so that both answers take the same work.
_NOBODY = "查无此人"
_CHUNK = 100


def find_by_token(token: str) -> Certificate | None:
    if not TOKEN.fullmatch(token):
        return None
    return with_events(Certificate.objects.filter(token=token)).select_related("practitioner").first()


def find_by_number_and_name(*, number: str, name: str) -> Certificate | None:
    """The newest issue of ``number`` (as ``read_any_number`` gives it) that bears ``name``.

    An unknown number and a wrong name take the same path, and the comparison the same time.
    """
    issues: list[tuple[int | None, str]] = [(None, _NOBODY)]
    issues = [*Certificate.objects.filter(number=number).order_by("-issue").values_list("pk", "name")] or issues
    wanted = plain_name(name).encode()
    matching = [pk for pk, printed in issues if compare_digest(plain_name(printed).encode(), wanted)]
    if not matching or matching[0] is None:
        return None
    return with_events(Certificate.objects.filter(pk=matching[0])).select_related("practitioner").first()


def find_by_reference(reference: str) -> Certificate | None:
    """By token, or by identifier, which then comes out of something that this site has signed."""
    if TOKEN.fullmatch(reference):
        return find_by_token(reference)
    return with_events(Certificate.objects.filter(uuid=UUID(reference))).select_related("practitioner").first()


def find_by_pk(pk: int | None) -> Certificate | None:
    return with_events(Certificate.objects.filter(pk=pk)).select_related("practitioner").first() if pk else None


def has_signed_credential(certificate: Certificate) -> bool:
    return CertificateCredential.objects.filter(certificate=certificate, signed_at__isnull=False).exists()


def to_be_checked(pks: Sequence[int]) -> Iterator[Certificate]:
    """With all that was given out about each, in a few queries for every hundred."""
    for start in range(0, len(pks), _CHUNK):
        yield from (
            with_events(Certificate.objects.filter(pk__in=pks[start : start + _CHUNK]))
            .select_related("credential", "status_entry__status_list")
            .order_by("pk")
        )


def faults_of(run: RegisterCheck) -> QuerySet[RegisterFault]:
    return run.found.select_related("certificate").order_by("certificate__number", "certificate__issue", "part")
