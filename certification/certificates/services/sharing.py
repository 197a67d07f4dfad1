"""A holder shows one certificate to whoever has its address, changes to what extent, and ends it. Each is their own decision, and in the trail."""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certification.certificates.enums import SharedName
from certification.certificates.models import Certificate, CertificateShare
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.errors import DomainError

_TOKEN_BYTES = 16


class FilesBearTheName(DomainError):
    message = _(
        "The PDF and the badge bear your full name, so they cannot be offered while the page shows a part of it only. "
        "Show the full name, or offer no files."
    )


@dataclass(frozen=True)
class ShareChoices:
    name_shown: str = SharedName.FULL
    offers_pdf: bool = False
    offers_badge: bool = False
    is_indexed: bool = False


@transaction.atomic
def share_certificate(
    *, certificate: Certificate, choices: ShareChoices, actor: User, now: datetime
) -> CertificateShare:
    """Opens the page of the certificate, or changes what an open one shows; asked again with the same choices, nothing happens."""
    if choices.name_shown != SharedName.FULL and (choices.offers_pdf or choices.offers_badge):
        raise FilesBearTheName
    share = _standing(certificate)
    if share is None:
        share = CertificateShare.objects.create(
            certificate=certificate,
            token=secrets.token_urlsafe(_TOKEN_BYTES),
            given_at=now,
            changed_at=now,
            **asdict(choices),
        )
        _record("share_certificate", share, actor=actor, now=now)
    elif choices_of(share) != choices:
        for name, value in asdict(choices).items():
            setattr(share, name, value)
        share.changed_at = now
        share.save()
        _record("change_share", share, actor=actor, now=now)
    return share


@transaction.atomic
def withdraw_share(*, certificate: Certificate, actor: User, now: datetime) -> bool:
    """Ends it at once: its address leads nowhere from now on, also when the certificate is shared again. Says whether there was one."""
    share = _standing(certificate)
    if share is None:
        return False
    share.withdrawn_at = now
    share.save(update_fields=["withdrawn_at"])
    _record("withdraw_share", share, actor=actor, now=now)
    return True


def choices_of(share: CertificateShare) -> ShareChoices:
    return ShareChoices(share.name_shown, share.offers_pdf, share.offers_badge, share.is_indexed)


def _standing(certificate: Certificate) -> CertificateShare | None:
    # Of two clicks at once, the second waits here and finds what the first has done.
    Certificate.objects.select_for_update().get(pk=certificate.pk)
    return CertificateShare.objects.standing().filter(certificate=certificate).first()


def _record(deed: str, share: CertificateShare, *, actor: User, now: datetime) -> None:
    record_entry(
        action=f"certificates.{deed}",
        subject=share,
        actor=actor,
        now=now,
        detail={"number": share.certificate.number, **asdict(choices_of(share))},
    )
