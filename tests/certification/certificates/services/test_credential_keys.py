from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from certification.certificates.checks import check_credential_key
from certification.certificates.credential_keys import (
    CredentialKeyMissing,
    find_key_file,
    make_key_file,
    make_test_credential_key,
    read_key_files,
)
from certification.certificates.models import Certificate, CertificateCredential, CredentialKey
from certification.certificates.services import (
    KeyFolderClosed,
    KeyUsedBefore,
    NotAKeyFile,
    rotate_credential_key,
    sign_waiting_credentials,
)
from certification.certificates.services.credential_keys import lock_current_key
from lms.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(key_folder: Path) -> Path:
    """Without a key for credentials."""
    for file in key_folder.glob("credential-*"):
        file.unlink()
    return key_folder


def use_key(now: datetime) -> CredentialKey:
    with transaction.atomic():
        return lock_current_key(now=now)[0]


def test_a_fresh_installation_makes_itself_a_test_key(folder: Path) -> None:
    assert make_test_credential_key(folder) is True
    assert make_test_credential_key(folder) is False

    (file,) = read_key_files(folder)
    assert file.is_test
    assert file.path.name == f"credential-test-{file.multibase}.pem"
    assert file.path.stat().st_mode & 0o777 == 0o600


def test_its_key_is_registered_on_first_use(folder: Path, now: datetime) -> None:
    make_test_credential_key(folder)

    key = use_key(now)

    assert (key.is_test, key.created_at, key.retired_at) == (True, now, None)
    assert use_key(now + timedelta(days=1)) == key
    assert AuditEntry.objects.get(action="certificates.use_credential_key").detail == {
        "public_key": key.public_key_multibase,
        "is_test": True,
    }


def test_of_two_keys_none_is_taken_by_itself(folder: Path, now: datetime) -> None:
    for _ in range(2):
        make_key_file(folder, is_test=False)

    with pytest.raises(CredentialKeyMissing):
        use_key(now)


def test_a_registered_key_whose_file_is_gone_is_missed(folder: Path, now: datetime) -> None:
    make_test_credential_key(folder)
    key = use_key(now)
    next(folder.glob("credential-*")).unlink()
    make_test_credential_key(folder)

    with pytest.raises(CredentialKeyMissing, match="rotate_credential_key"):
        use_key(now)
    with pytest.raises(CredentialKeyMissing):
        find_key_file(folder, key.public_key_multibase)


def test_rotation_retires_one_key_and_takes_up_another(folder: Path, now: datetime) -> None:
    make_test_credential_key(folder)
    old = use_key(now)
    later = now + timedelta(days=30)

    new = rotate_credential_key(now=later)

    old.refresh_from_db()
    assert (old.retired_at, new.created_at, new.retired_at) == (later, later, None)
    assert (old.is_test, new.is_test) == (True, False)
    assert use_key(later) == new
    assert len(read_key_files(folder)) == 2


def test_the_first_key_may_come_by_rotation(folder: Path, now: datetime) -> None:
    assert rotate_credential_key(now=now) == use_key(now)


@pytest.mark.usefixtures("key_folder")
def test_a_key_never_retires_before_its_last_signature(certificate: Certificate, now: datetime) -> None:
    """The worker's clock may be ahead of the one of the command."""
    ahead = now + timedelta(seconds=5)
    sign_waiting_credentials(now=ahead)

    new = rotate_credential_key(now=now)

    old = CredentialKey.objects.exclude(pk=new.pk).get()
    assert old.retired_at == new.created_at == CertificateCredential.objects.get().signed_at == ahead


def test_a_file_that_lies_there_is_taken_up_by_name(folder: Path, now: datetime) -> None:
    """As in production, where the folder is read-only to the site."""
    file = make_key_file(folder, is_test=False)
    renamed = file.path.rename(folder / "credential-2026.pem")

    assert rotate_credential_key(now=now, file_name=renamed.name).public_key_multibase == file.multibase


def test_a_key_is_not_taken_up_twice(folder: Path, now: datetime) -> None:
    file = make_key_file(folder, is_test=False)
    rotate_credential_key(now=now, file_name=file.path.name)
    rotate_credential_key(now=now)

    with pytest.raises(KeyUsedBefore):
        rotate_credential_key(now=now, file_name=file.path.name)


@pytest.mark.parametrize("content", [b"", b"no key", b"an elliptic one"])
def test_a_file_that_is_no_such_key_is_refused(folder: Path, now: datetime, content: bytes) -> None:
    if content == b"an elliptic one":
        key = ec.generate_private_key(ec.SECP256R1())
        content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "credential-other.pem").write_bytes(content)

    with pytest.raises(NotAKeyFile):
        rotate_credential_key(now=now, file_name="credential-other.pem")
    assert CredentialKey.objects.count() == 0


def test_a_closed_folder_is_told_with_the_way_around(now: datetime, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")

    with override_settings(SIGNING_KEY_DIR=blocked), pytest.raises(KeyFolderClosed, match="openssl genpkey"):
        rotate_credential_key(now=now)


def test_the_command_rotates(folder: Path) -> None:
    said = StringIO()
    call_command("rotate_credential_key", "--test", stdout=said)

    assert str(CredentialKey.objects.get()) in said.getvalue()
    with pytest.raises(CommandError, match="no such Ed25519 key"):
        call_command("rotate_credential_key", "--file", "credential-absent.pem")


def test_make_keys_makes_one_for_credentials_too(folder: Path) -> None:
    said = StringIO()
    call_command("make_keys", stdout=said)
    call_command("make_keys", stdout=said)

    assert said.getvalue().count("A test key for credentials was made") == 1


def test_going_public_needs_a_real_key(folder: Path) -> None:
    assert [message.id for message in check_credential_key(None)] == ["certificates.E002"]
    make_test_credential_key(folder)
    assert [message.id for message in check_credential_key(None)] == ["certificates.W002"]
    make_key_file(folder, is_test=False)
    assert check_credential_key(None) == []
