from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from certification.certificates.enums import SharedName
from certification.certificates.models import Certificate, CertificateShare, CredentialKey

KEY = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"


def share(certificate: Certificate, at: datetime, **changes: object) -> CertificateShare:
    facts = {"certificate": certificate, "token": f"t{CertificateShare.objects.count()}"} | changes
    return CertificateShare.objects.create(**{"given_at": at, "changed_at": at} | facts)


def test_a_certificate_is_shared_once_at_a_time(certificate: Certificate, now: datetime) -> None:
    first = share(certificate, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        share(certificate, now)

    CertificateShare.objects.filter(pk=first.pk).update(withdrawn_at=now)
    share(certificate, now)


@pytest.mark.parametrize("field", ["withdrawn_at", "changed_at"])
def test_a_share_is_not_withdrawn_or_changed_before_it_is_given(
    certificate: Certificate, now: datetime, field: str
) -> None:
    with pytest.raises(IntegrityError, match="share_withdrawn_after_given"), transaction.atomic():
        share(certificate, now, **{field: now - timedelta(seconds=1)})


@pytest.mark.parametrize("field", ["offers_pdf", "offers_badge"])
def test_files_that_bear_the_name_are_not_offered_without_it(
    certificate: Certificate, now: datetime, field: str
) -> None:
    with pytest.raises(IntegrityError, match="share_files_bear_the_full_name"), transaction.atomic():
        share(certificate, now, name_shown=SharedName.FAMILY, **{field: True})


@pytest.mark.parametrize(("retired", "leaked"), [(None, timedelta()), (timedelta(days=1), timedelta(days=-1))])
def test_a_key_that_leaked_is_retired_and_was_in_use(
    db: None, now: datetime, retired: timedelta | None, leaked: timedelta
) -> None:
    key = CredentialKey(public_key_multibase=KEY, is_test=False, created_at=now, leaked_at=now + leaked)
    key.retired_at = now + retired if retired else None

    with pytest.raises(IntegrityError, match="credential_key_leaked_is_retired"), transaction.atomic():
        key.save()
