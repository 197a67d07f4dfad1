"""Before a site goes public: is there a key, and is it a real one?"""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004 - Django's name
from django.utils import timezone

from certification.certificates.credential_keys import read_key_files
from certification.certificates.log.keys import LogKeyMissing, is_test_log, load_log_signer
from certification.certificates.signing import SigningKeyMissing, load_signer
from lms.errors import DomainError

# How long it takes an authority to renew a certificate, and an association to pay for it.
_NOTICE = timedelta(days=60)


@register(deploy=True)
def check_signing_key(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    try:
        signer = load_signer()
    except SigningKeyMissing:
        message = "SIGNING_KEY_DIR holds no signing key: no certificate can be issued."
        hint = "Put signing.key.pem and signing.crt.pem (own certificate first, then its chain) there."
        return [Error(message, hint=hint, id="certificates.E001")]
    try:
        signer.check(now=timezone.now())
    except DomainError as refusal:
        hint = "manage.py check --deploy says when it is right; docs/operations.md says how to install a key."
        return [Error(str(refusal), hint=hint, id="certificates.E004")]
    if signer.is_test:
        message = "The signing key is a test key: every certificate says that it is not valid."
        return [Warning(message, hint="Replace both files in SIGNING_KEY_DIR.", id="certificates.W001")]
    return []


@register()
def check_signing_certificate(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """At every start, and not only before the first: a certificate that nobody renews stops the issuing one day."""
    try:
        valid_until = load_signer().valid_until
    except SigningKeyMissing:
        return []
    if timezone.now() < valid_until - _NOTICE:
        return []
    message = f"The signing certificate ends on {valid_until:%Y-%m-%d}; after that nothing can be issued."
    hint = "Have it renewed, and put the new one into SIGNING_KEY_DIR; what was signed stays signed."
    return [Warning(message, hint=hint, id="certificates.W004")]


@register(deploy=True)
def check_credential_key(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    files = read_key_files(Path(settings.SIGNING_KEY_DIR))
    hint = "Run: manage.py rotate_credential_key"
    if not files:
        message = "SIGNING_KEY_DIR holds no key for credentials: they wait unsigned."
        return [Error(message, hint=hint, id="certificates.E002")]
    if all(file.is_test for file in files):
        message = "The key for credentials is a test key: every credential says that it is not valid."
        return [Warning(message, hint=hint, id="certificates.W002")]
    return []


@register(deploy=True)
def check_log_key(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    hint = "Run: manage.py make_log_key"
    try:
        signer = load_log_signer()
    except LogKeyMissing:
        message = "SIGNING_KEY_DIR holds no key for the certificate log: it grows, but its heads are not signed."
        return [Error(message, hint=hint, id="certificates.E003")]
    if is_test_log(signer.origin):
        message = (
            "The key of the certificate log is a test key: every head and every proof says that it proves nothing."
        )
        return [Warning(message, hint=f"Remove log.key.pem and log.key.pub. {hint}", id="certificates.W003")]
    return []
