"""Before a site goes public: is there a key, and is it a real one?"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004 - Django's name

from certification.certificates.signing import SigningKeyMissing, load_signer


@register(deploy=True)
def check_signing_key(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    try:
        signer = load_signer()
    except SigningKeyMissing:
        message = "SIGNING_KEY_DIR holds no signing key: no certificate can be issued."
        hint = "Put signing.key.pem and signing.crt.pem (own certificate first, then its chain) there."
        return [Error(message, hint=hint, id="certificates.E001")]
    if signer.is_test:
        message = "The signing key is a test key: every certificate says that it is not valid."
        return [Warning(message, hint="Replace both files in SIGNING_KEY_DIR.", id="certificates.W001")]
    return []
