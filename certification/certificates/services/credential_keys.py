"""Which key signs credentials: one at a time, each published for ever with the period in which it signed."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from certification.certificates.credential_keys import (
    CredentialKeyMissing,
    KeyFile,
    find_key_file,
    make_key_file,
    read_key_files,
)
from certification.certificates.credentials import site_did
from certification.certificates.log.queries import unwitnessed_credentials
from certification.certificates.models import CertificateCredential, CredentialKey, StatusList, StatusListVersion
from certification.certificates.open_badges.documents import to_json
from certification.certificates.open_badges.proof import sign
from certification.certificates.tasks import publish_status_list as publish_task
from lms.audit.services import record_entry
from lms.celery import send_after_commit
from lms.errors import DomainError


class KeyUsedBefore(DomainError):
    message = _("This key was in use before. A retired key is never taken up again: make a new one.")


class KeyFolderClosed(DomainError):
    message = _(
        "No key can be written into the folder of signing keys. Make one elsewhere (openssl genpkey -algorithm ed25519 -out "
        "credential-2026.pem), put the file there, and name it with --file."
    )


class NotAKeyFile(DomainError):
    message = _(
        "There is no such Ed25519 key in the folder of signing keys. Its name must begin with “credential-” and end in “.pem”."
    )


class NoSuchKey(DomainError):
    message = _("This site has published no such key. Copy it from /.well-known/did.json, where it begins with z6Mk.")


class LeakAhead(DomainError):
    message = _("A key cannot have leaked in the future. Give the moment since when it may have been in other hands.")


@transaction.atomic
def rotate_credential_key(*, now: datetime, file_name: str = "", is_test: bool = False) -> CredentialKey:
    """Retires the key in use and takes up a new one: the file named, or one made here. What was signed stays signed."""
    folder = Path(settings.SIGNING_KEY_DIR)
    # Whoever is signing holds this row: the old key ends after its last signature, and the new one begins there.
    old = _lock_key_in_use()
    file = _named_file(folder, file_name) if file_name else _new_file(folder, is_test=is_test)
    if CredentialKey.objects.filter(public_key_multibase=file.multibase).exists():
        raise KeyUsedBefore
    moment = now if old is None else max(now, old.created_at, _last_signature(old, otherwise=now))
    if old is not None:
        old.retired_at = moment
        old.save(update_fields=["retired_at"])
    return _register(file, now=moment)


@dataclass(frozen=True)
class LeakReport:
    """``unwitnessed``: what the key signed and nothing else vouches for; these certificates need a new issue."""

    key: CredentialKey
    unwitnessed: QuerySet[CertificateCredential]


@transaction.atomic
def report_leaked_key(
    *, public_key: str, leaked_at: datetime, now: datetime, file_name: str = "", is_test: bool = False
) -> LeakReport:
    """From ``leaked_at`` on, what the key signed is believed no more; what the log had before stays good. An earlier moment may follow."""
    key = CredentialKey.objects.filter(public_key_multibase=public_key).first()
    if key is None:
        raise NoSuchKey
    if leaked_at > now:
        raise LeakAhead
    if key.retired_at is None:
        rotate_credential_key(now=now, file_name=file_name, is_test=is_test)
    # Whoever signs with it has ended; from here on nobody does.
    key = CredentialKey.objects.select_for_update().get(pk=key.pk)
    leaked_at = max(leaked_at, key.created_at)
    if key.leaked_at is None or leaked_at < key.leaked_at:
        key.leaked_at = leaked_at
        key.save(update_fields=["leaked_at"])
        _sign_lists_anew(key)
        record_entry(
            action="certificates.report_leaked_key",
            subject=key,
            actor=None,
            now=now,
            detail={"public_key": key.public_key_multibase, "leaked_at": leaked_at.isoformat()},
        )
    return LeakReport(key, unwitnessed_credentials(key, before=key.leaked_at))


def _sign_lists_anew(key: CredentialKey) -> None:
    """A status list that only the leaked key vouches for tells nothing; the next version is signed by its successor."""
    newest = StatusListVersion.objects.filter(status_list=OuterRef("pk")).order_by("-version")
    signed = StatusList.objects.annotate(signed_by=Subquery(newest.values("key")[:1])).filter(signed_by=key.pk)
    for pk in list(signed.values_list("pk", flat=True)):
        StatusList.objects.filter(pk=pk).update(revision=F("revision") + 1)
        send_after_commit(publish_task, pk)


@transaction.atomic
def lock_current_key(*, now: datetime) -> tuple[CredentialKey, KeyFile]:
    """The key in use, held until the caller's transaction ends. The one key of a fresh installation is registered on its first use."""
    row = _lock_key_in_use()
    if row is None:
        _register_first_key(now=now)
        row = _lock_key_in_use()
    if row is None:
        raise CredentialKeyMissing
    return row, find_key_file(Path(settings.SIGNING_KEY_DIR), row.public_key_multibase)


@dataclass(frozen=True)
class SignedDocument:
    content: str
    sha256: str
    key: CredentialKey
    signed_at: datetime


def sign_document(build: Callable[[CredentialKey, datetime], dict[str, Any]], *, now: datetime) -> SignedDocument:
    """What ``build`` makes for the key in use and the moment of the signature; inside the caller's transaction, which holds the key."""
    row, file = lock_current_key(now=now)
    moment = max(now, row.created_at)
    content = to_json(sign(build(row, moment), key=file.key, controller=site_did(), created_at=moment))
    return SignedDocument(content, hashlib.sha256(content.encode()).hexdigest(), row, moment)


def _register_first_key(*, now: datetime) -> None:
    # Of several workers who come upon it at once each may write it, and one does. A retired key means that somebody must choose the next.
    if CredentialKey.objects.exclude(retired_at=None).exists():
        return
    files = read_key_files(Path(settings.SIGNING_KEY_DIR))
    if len(files) == 1:
        _register(files[0], now=now)


def _lock_key_in_use() -> CredentialKey | None:
    in_use = CredentialKey.objects.select_for_update().filter(retired_at=None)
    # Asked twice: whoever waited for a rotation was waiting for a key that is retired by now, and has not seen the new one.
    return in_use.first() or in_use.first()


def _register(file: KeyFile, *, now: datetime) -> CredentialKey:
    key, is_new = CredentialKey.objects.get_or_create(
        public_key_multibase=file.multibase, defaults={"is_test": file.is_test, "created_at": now}
    )
    if is_new:
        record_entry(
            action="certificates.use_credential_key",
            subject=key,
            actor=None,
            now=now,
            detail={"public_key": file.multibase, "is_test": file.is_test},
        )
    return key


def _named_file(folder: Path, file_name: str) -> KeyFile:
    for file in read_key_files(folder):
        if file.path.name == Path(file_name).name:
            return file
    raise NotAKeyFile


def _new_file(folder: Path, *, is_test: bool) -> KeyFile:
    try:
        return make_key_file(folder, is_test=is_test)
    except OSError as error:
        raise KeyFolderClosed from error


def _last_signature(key: CredentialKey, *, otherwise: datetime) -> datetime:
    latest = [
        model.objects.filter(key=key).aggregate(latest=Max("signed_at"))["latest"]
        for model in (CertificateCredential, StatusListVersion)
    ]
    return max((moment for moment in latest if moment is not None), default=otherwise)
