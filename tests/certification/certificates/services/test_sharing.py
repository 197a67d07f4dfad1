from datetime import datetime, timedelta

import pytest

from certification.certificates.enums import SharedName
from certification.certificates.models import Certificate, CertificateShare
from certification.certificates.services.sharing import (
    FilesBearTheName,
    ShareChoices,
    choices_of,
    share_certificate,
    withdraw_share,
)
from lms.accounts.models import User
from lms.audit.models import AuditEntry

WITH_FILES = ShareChoices(offers_pdf=True, offers_badge=True, is_indexed=True)


@pytest.fixture
def holder(certificate: Certificate) -> User:
    return certificate.holder.user


def deeds() -> list[str]:
    entries = AuditEntry.objects.filter(action__contains="share").order_by("pk")
    return [entry.action.removeprefix("certificates.") for entry in entries]


def test_a_certificate_is_shared_by_nobody_else(certificate: Certificate) -> None:
    assert not CertificateShare.objects.exists()


def test_sharing_opens_an_address_with_the_least(certificate: Certificate, holder: User, now: datetime) -> None:
    share = share_certificate(certificate=certificate, choices=ShareChoices(), actor=holder, now=now)

    assert choices_of(share) == ShareChoices(SharedName.FULL, offers_pdf=False, offers_badge=False, is_indexed=False)
    assert len(share.token) == 22
    assert share.token not in (certificate.token, str(certificate.uuid))
    assert deeds() == ["share_certificate"]


def test_a_change_keeps_the_address_and_is_in_the_trail(certificate: Certificate, holder: User, now: datetime) -> None:
    first = share_certificate(certificate=certificate, choices=ShareChoices(), actor=holder, now=now)
    later = now + timedelta(hours=1)

    changed = share_certificate(certificate=certificate, choices=WITH_FILES, actor=holder, now=later)

    assert (changed.pk, changed.token, changed.changed_at) == (first.pk, first.token, later)
    assert choices_of(CertificateShare.objects.get()) == WITH_FILES
    assert deeds() == ["share_certificate", "change_share"]


def test_the_same_choices_again_change_nothing(certificate: Certificate, holder: User, now: datetime) -> None:
    for hour in (0, 1):
        moment = now + timedelta(hours=hour)
        share = share_certificate(certificate=certificate, choices=WITH_FILES, actor=holder, now=moment)

    assert share.changed_at == now
    assert deeds() == ["share_certificate"]


def test_withdrawing_ends_it_and_keeps_the_proof(certificate: Certificate, holder: User, now: datetime) -> None:
    share_certificate(certificate=certificate, choices=ShareChoices(), actor=holder, now=now)

    assert withdraw_share(certificate=certificate, actor=holder, now=now + timedelta(days=1)) is True
    assert withdraw_share(certificate=certificate, actor=holder, now=now + timedelta(days=2)) is False

    assert CertificateShare.objects.get().withdrawn_at == now + timedelta(days=1)
    assert deeds() == ["share_certificate", "withdraw_share"]


def test_shared_again_it_has_another_address(certificate: Certificate, holder: User, now: datetime) -> None:
    first = share_certificate(certificate=certificate, choices=ShareChoices(), actor=holder, now=now)
    withdraw_share(certificate=certificate, actor=holder, now=now)

    second = share_certificate(certificate=certificate, choices=ShareChoices(), actor=holder, now=now)

    assert second.token != first.token


@pytest.mark.parametrize("files", [{"offers_pdf": True}, {"offers_badge": True}])
def test_files_that_bear_the_name_go_with_the_name(
    certificate: Certificate, holder: User, now: datetime, files: dict[str, bool]
) -> None:
    with pytest.raises(FilesBearTheName, match="bear your full name"):
        share_certificate(
            certificate=certificate, choices=ShareChoices(SharedName.FAMILY, **files), actor=holder, now=now
        )
    assert not CertificateShare.objects.exists()
