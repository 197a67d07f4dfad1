from io import StringIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.core.management import call_command

from certification.certificates.checks import check_log_key
from certification.certificates.log.keys import (
    KEY_FILE,
    PUBLIC_FILE,
    LogKeyMissing,
    is_test_log,
    load_log_signer,
    make_log_key,
)
from certification.certificates.transparency.notes import open_note


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "keys"
    monkeypatch.setattr(settings, "SIGNING_KEY_DIR", folder)
    return folder


def _run(command: str, *arguments: str) -> str:
    said = StringIO()
    call_command(command, *arguments, stdout=said)
    return said.getvalue()


def test_the_first_run_makes_a_test_key(folder: Path) -> None:
    assert "A test key for the certificate log was made" in _run("make_keys")
    assert load_log_signer().origin == "testserver/log/test"
    assert (folder / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert "certificate log" not in _run("make_keys")


def test_a_real_key_is_named_after_the_site_or_as_it_is_told(folder: Path) -> None:
    said = _run("make_log_key")
    verifier = load_log_signer().verifier
    assert verifier.name == "testserver/log"
    assert str(verifier) in said
    assert "nothing was made" in _run("make_log_key", "--name", "association.example/log")
    assert load_log_signer().verifier == verifier


def test_a_name_and_a_mark_can_be_given() -> None:
    _run("make_log_key", "--name", "association.example/log", "--test")
    assert load_log_signer().origin == "association.example/log/test"


@pytest.mark.parametrize(
    ("name", "is_test"), [("a.example/log/test", True), ("a.example/log", False), ("test.example/log", False)]
)
def test_the_mark_is_the_last_part_of_the_name(name: str, is_test: bool) -> None:
    assert is_test_log(name) is is_test


def test_what_it_signs_opens_with_its_public_half(folder: Path) -> None:
    make_log_key(folder, name="association.example/log")
    signer = load_log_signer()
    assert open_note(signer.sign("text\n"), [signer.verifier]) == "text\n"


def _pem(key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize(
    ("file", "content"),
    [
        (KEY_FILE, b"no key"),
        (KEY_FILE, _pem(Ed25519PrivateKey.generate())),
        (KEY_FILE, _pem(ec.generate_private_key(ec.SECP256R1()))),
        (PUBLIC_FILE, b"no key"),
        (KEY_FILE, None),
        (PUBLIC_FILE, None),
    ],
)
def test_a_key_that_is_not_whole_or_not_this_logs_is_missing(folder: Path, file: str, content: bytes | None) -> None:
    make_log_key(folder, name="association.example/log")
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(content)
    with pytest.raises(LogKeyMissing):
        load_log_signer()


def test_going_public_needs_a_real_key(folder: Path) -> None:
    assert [message.id for message in check_log_key(None)] == ["certificates.E003"]
    _run("make_keys")
    assert [message.id for message in check_log_key(None)] == ["certificates.W003"]
    for file in (KEY_FILE, PUBLIC_FILE):
        (folder / file).unlink()
    _run("make_log_key")
    assert check_log_key(None) == []
