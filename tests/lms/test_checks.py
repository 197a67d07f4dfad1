"""Bad set-ups that `manage.py check --deploy` names."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.checks import run_checks
from django.db import connection
from pytest_django import Settings

SECRET = "a secret of forty characters, none guessed"


def _ids() -> set[str]:
    ids = {str(message.id) for message in run_checks(include_deployment_checks=True)}
    return {name for name in ids if name.startswith("lms.")}


@pytest.fixture
def sound(settings: Settings, tmp_path: Path, db: None) -> Settings:
    """A production as it should be, on whatever database the tests have."""
    settings.SECRET_KEY = SECRET
    settings.FIELD_ENCRYPTION_KEYS = [SECRET]
    settings.STAFF_MFA_REQUIRED = True
    settings.SITE_URL = "https://association.example"
    settings.ALLOWED_HOSTS = ["association.example"]
    settings.EXAM_ROOM_ADDRESSES = ["203.0.113.7", "2001:db8::/48", "203.0.113.0/24"]
    settings.CACHES = {"default": {"BACKEND": "lms.cache.TolerantRedisCache", "LOCATION": "redis://localhost:1"}}
    settings.CELERY_BROKER_URL = "redis://localhost:1"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.SIGNING_KEY_DIR = tmp_path
    _write_certificate(tmp_path, unit="Certificates")
    return settings


def _write_certificate(folder: Path, *, unit: str) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, "x"), x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit)]
    )
    moment = datetime(2025, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), moment, moment + timedelta(days=1)
    )
    pem = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (folder / "signing.crt.pem").write_bytes(pem)
    (folder / "signing.key.pem").write_text("no certificate")


def test_sound_production_has_nothing_to_say_but_the_database(sound: Settings) -> None:
    assert _ids() == ({"lms.W001"} if connection.vendor == "sqlite" else set())


@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        ("EXAM_ROOM_ADDRESSES", ["room 7"], "lms.E001"),
        ("SECRET_KEY", "tests only", "lms.E002"),
        ("FIELD_ENCRYPTION_KEYS", [SECRET, "short"], "lms.E002"),
        ("FIELD_ENCRYPTION_KEYS", [], "lms.E002"),
        ("STAFF_MFA_REQUIRED", False, "lms.E003"),
        ("SITE_URL", "http://association.example", "lms.E004"),
        ("ALLOWED_HOSTS", ["*"], "lms.E005"),
        (
            "CACHES",
            {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": "/nowhere"}},
            "lms.E006",
        ),
        ("CACHES", {"default": {"BACKEND": "lms.cache.CountingFiles", "LOCATION": "/nowhere"}}, "lms.E006"),
        ("CELERY_BROKER_URL", "filesystem://", "lms.E007"),
        ("EMAIL_BACKEND", "lms.notifications.mail.FolderAndConsoleBackend", "lms.E008"),
    ],
)
def test_bad_setting_is_named(sound: Settings, setting: str, value: object, expected: str) -> None:
    setattr(sound, setting, value)
    assert expected in _ids()


def test_test_key_is_named(sound: Settings, tmp_path: Path) -> None:
    _write_certificate(tmp_path, unit="TEST")
    assert "lms.E011" in _ids()


def test_missing_key_is_named(sound: Settings, tmp_path: Path) -> None:
    (tmp_path / "signing.crt.pem").unlink()
    assert "lms.E010" in _ids()
