"""System checks of settings that work on one machine and are unsafe in production; ``manage.py check --deploy`` says them."""

import ipaddress
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.x509.oid import NameOID
from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's name
from django.db import DatabaseError, connection
from django.utils import timezone

_SHORTEST_SECRET = 32
# The organizational unit in the certificate of a key that a fresh installation makes for itself.
_TEST_UNIT = "TEST"
_LOCAL_CACHES = ("locmem", "filebased", "CountingFiles", "dummy", "db.")
_LOCAL_BROKERS = ("filesystem://", "memory://")


@register
def check_exam_rooms(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    wrong = [room for room in settings.EXAM_ROOM_ADDRESSES if not _is_network(room)]
    return [
        Error(
            f"EXAM_ROOM_ADDRESSES: {room!r} is neither an address nor a network.",
            hint="Write 203.0.113.7 or 203.0.113.0/24, separated by commas.",
            id="lms.E001",
        )
        for room in wrong
    ]


def _is_network(room: str) -> bool:
    try:
        ipaddress.ip_network(room, strict=False)
    except ValueError:
        return False
    return True


@register(Tags.security, deploy=True)
def check_secrets(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    messages: list[CheckMessage] = []
    for name, values in {
        "SECRET_KEY": [settings.SECRET_KEY],
        "FIELD_ENCRYPTION_KEYS": settings.FIELD_ENCRYPTION_KEYS,
    }.items():
        if not values or any(len(value.strip()) < _SHORTEST_SECRET for value in values):
            messages.append(
                Error(
                    f"{name} is too short to be a secret.",
                    hint='Make one: python3 -c "import secrets; print(secrets.token_urlsafe(48))"',
                    id="lms.E002",
                )
            )
    if not settings.STAFF_MFA_REQUIRED:
        messages.append(
            Error(
                "Staff screens open without a second factor.",
                hint="Remove STAFF_MFA_REQUIRED=false from the environment.",
                id="lms.E003",
            )
        )
    return messages


@register(Tags.security, deploy=True)
def check_addresses(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    messages: list[CheckMessage] = []
    if not settings.SITE_URL.startswith("https://"):
        messages.append(
            Error(
                "SITE_URL is not an https address.",
                hint="It is printed on certificates and written in letters: set the public address.",
                id="lms.E004",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        messages.append(Error("ALLOWED_HOSTS answers to every name.", hint="List the site's names.", id="lms.E005"))
    return messages


@register(deploy=True)
def check_services(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    messages: list[CheckMessage] = []
    if any(kind in str(settings.CACHES["default"]["BACKEND"]) for kind in _LOCAL_CACHES):
        messages.append(
            Error(
                "The cache belongs to one machine, so that limits of sign-in count on each separately.",
                hint="Set CACHE_URL=redis://….",
                id="lms.E006",
            )
        )
    if settings.CELERY_BROKER_URL.startswith(_LOCAL_BROKERS):
        messages.append(Error("The broker is a folder.", hint="Set BROKER_URL=redis://… or amqp://….", id="lms.E007"))
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        messages.append(
            Error("Letters are not sent.", hint="Set EMAIL_URL=smtps://user:password@host:465.", id="lms.E008")
        )
    return messages


@register(deploy=True)
def check_database(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if connection.vendor != "sqlite":
        return []
    hint = "Set DATABASE_URL=postgres://…; docs/operations.md says how to move."
    if _sittings_ahead():
        return [
            Error(
                "Sittings are planned on SQLite, where many candidates' answers wait for one another.",
                hint=hint,
                id="lms.E009",
            )
        ]
    return [Warning("The database is SQLite, which has one writer at a time.", hint=hint, id="lms.W001")]


def _sittings_ahead() -> bool:
    sitting = apps.get_model("sittings", "Sitting")
    try:
        return sitting._default_manager.filter(state="published", closes_at__gt=timezone.now()).exists()
    except DatabaseError:
        # Before the first migration there is no such table.
        return False


@register(Tags.security, deploy=True)
def check_signing_keys(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    files = sorted(Path(settings.SIGNING_KEY_DIR).glob("*.pem"))
    certificates = [certificate for file in files for certificate in _certificates_in(file)]
    hint = "Put the association's key and certificate into SIGNING_KEY_DIR."
    if not certificates:
        return [Error("There is no certificate of a signing key.", hint=hint, id="lms.E010")]
    if any(_is_test(certificate) for certificate in certificates):
        return [Error("Certificates are signed with a test key.", hint=hint, id="lms.E011")]
    return []


def _certificates_in(file: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(file.read_bytes())
    except (ValueError, OSError):
        return []


def _is_test(certificate: x509.Certificate) -> bool:
    units = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    return any(unit.value == _TEST_UNIT for unit in units)
