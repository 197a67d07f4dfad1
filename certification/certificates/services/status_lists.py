"""Places in status lists, and the lists as they are published: a set bit says that the certificate counts no more."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from certification.certificates.credentials import site_did, status_list_address
from certification.certificates.models import (
    Certificate,
    CertificateEvent,
    CredentialKey,
    CredentialStatusEntry,
    StatusList,
    StatusListVersion,
)
from certification.certificates.open_badges.status_list import LENGTH, status_list_credential
from certification.certificates.queries import places_set, status_lists_waiting
from certification.certificates.rules import ENDS
from certification.certificates.services.credential_keys import sign_document
from certification.certificates.tasks import publish_status_list as publish_task
from lms.celery import send_after_commit
from lms.sweeps import each_by_itself

# How long a copy of a list may be used. With the time that signing and, at worst, a sweep take, a change is seen within a minute.
CACHE_SECONDS = 30
# A list is left for the next one when it is half full: until then, every second draw at worst finds a taken place.
_FULL = LENGTH // 2


def draw_place(certificate: Certificate) -> CredentialStatusEntry:
    """A random free place; inside the transaction that issues."""
    status_list = StatusList.objects.select_for_update().order_by("number").last() or _open_list(1)
    while True:
        # Not the next free one: places in a row would tell when, and in which company, a certificate was issued.
        index = secrets.randbelow(LENGTH)
        if not status_list.entries.filter(index=index).exists():
            return CredentialStatusEntry.objects.create(certificate=certificate, status_list=status_list, index=index)
        # Only a taken place gives reason to count: of a list that is far from full that is seldom.
        if status_list.entries.count() >= _FULL:
            status_list = _open_list(status_list.number + 1)


def _open_list(number: int) -> StatusList:
    opened, _created = StatusList.objects.get_or_create(number=number)
    send_after_commit(publish_task, opened.pk)
    return StatusList.objects.select_for_update().get(pk=opened.pk)


def note_status_change(*, certificate: Certificate, event: CertificateEvent) -> None:
    """Inside the transaction of the event. A suspension is no revocation: the bit never goes back."""
    if event.type not in ENDS:
        return
    entry = CredentialStatusEntry.objects.filter(certificate=certificate).first()
    if entry is None:
        return
    StatusList.objects.filter(pk=entry.status_list_id).update(revision=F("revision") + 1)
    send_after_commit(publish_task, entry.status_list_id)


def publish_status_list(*, status_list_id: int, now: datetime) -> bool:
    """Signs the list as it stands, unless it has been; says whether this call did."""
    with transaction.atomic():
        # Held while it is read and signed: a change that comes now waits, and asks for a version of its own.
        status_list = StatusList.objects.select_for_update().get(pk=status_list_id)
        if status_list.versions.filter(version=status_list.revision).exists():
            return False
        _sign(status_list, now)
    return True


def publish_waiting_status_lists(*, now: datetime) -> int:
    """Lists that no task has published; one that fails keeps no other."""
    waiting = status_lists_waiting().values_list("pk", flat=True)
    return sum(
        each_by_itself(
            waiting,
            lambda pk: publish_status_list(status_list_id=pk, now=now),
            failure="Status list %s could not be published.",
        )
    )


def _sign(status_list: StatusList, now: datetime) -> None:
    def build(_key: CredentialKey, moment: datetime) -> dict[str, Any]:
        return status_list_credential(
            address=status_list_address(status_list),
            issuer=site_did(),
            set_places=places_set(status_list),
            valid_from=moment,
            cache_seconds=CACHE_SECONDS,
        )

    signed = sign_document(build, now=now)
    StatusListVersion.objects.create(
        status_list=status_list,
        version=status_list.revision,
        content=signed.content,
        sha256=signed.sha256,
        key=signed.key,
        signed_at=signed.signed_at,
    )
