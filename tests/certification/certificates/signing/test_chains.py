from datetime import datetime, timedelta
from pathlib import Path

import pytest

from certification.certificates.checks import check_signing_certificate, check_signing_key
from certification.certificates.keys import CERTIFICATE_FILE
from certification.certificates.models import Certificate
from certification.certificates.services import issue_certificate
from certification.certificates.signing import SigningCertificateOutOfDate, SigningKeyUnfit, load_signer, ready_signer
from certification.certificates.signing.chains import read_chain
from certification.marking.models import Result
from lms.accounts.models import User
from tests.certification.certificates.signing.cast import Authority
from tests.services.certificates import make_key, write_certificate


def test_a_chain_that_holds_together_may_sign(authority: Authority, moment: datetime) -> None:
    assert ready_signer(now=moment).is_test is False


def test_a_chain_is_valid_until_its_first_link_ends(authority: Authority, moment: datetime) -> None:
    assert load_signer().valid_until == moment + timedelta(days=730)


def test_a_key_without_its_certificate_is_refused(authority: Authority, moment: datetime) -> None:
    authority.vouch(make_key().public_key())

    with pytest.raises(SigningKeyUnfit, match="do not belong together"):
        ready_signer(now=moment)


def test_a_chain_in_another_order_is_refused(authority: Authority, key_folder: Path, moment: datetime) -> None:
    file = key_folder / CERTIFICATE_FILE
    own, office, root = read_chain(file.read_bytes()).links
    write_certificate(file, own, root, office)

    with pytest.raises(SigningKeyUnfit):
        ready_signer(now=moment)


@pytest.mark.parametrize(("days", "may"), [(-2, False), (0, True), (729, True), (731, False)])
def test_a_certificate_signs_within_its_days_only(
    authority: Authority, pdf: bytes, moment: datetime, days: int, may: bool
) -> None:
    now = moment + timedelta(days=days)
    if may:
        assert load_signer().sign(pdf, now=now).startswith(pdf)
        return
    with pytest.raises(SigningCertificateOutOfDate, match="install its successor"):
        load_signer().sign(pdf, now=now)


def test_nothing_is_issued_with_an_expired_certificate(
    authority: Authority, result: Result, registrar: User, moment: datetime
) -> None:
    with pytest.raises(SigningCertificateOutOfDate, match="so nothing can be issued now"):
        issue_certificate(result=result, issued_by=registrar, now=moment + timedelta(days=731))

    assert not Certificate.objects.exists()


@pytest.mark.parametrize(("days", "messages"), [(61, []), (59, ["certificates.W004"])])
def test_every_start_warns_sixty_days_before_the_end(authority: Authority, days: int, messages: list[str]) -> None:
    authority.issue(lasts=timedelta(days=days))

    assert [message.id for message in check_signing_certificate(None)] == messages


def test_going_public_with_an_unfit_key_is_refused(authority: Authority) -> None:
    assert check_signing_key(None) == []
    authority.vouch(make_key().public_key())

    assert [message.id for message in check_signing_key(None)] == ["certificates.E004"]


def test_a_site_without_a_key_is_left_in_peace_at_its_start(key_folder: Path) -> None:
    (key_folder / CERTIFICATE_FILE).unlink()

    assert check_signing_certificate(None) == []
