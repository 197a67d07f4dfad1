"""An OpenID Connect provider: allauth's own, a second small Django project that runs as a process of its own.

`python -m tests.services.openid_provider PORT FOLDER CALLBACK` is that process; `openid_provider()` starts and stops it.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.services.process import free_port, is_ok, running

CLIENT_ID, CLIENT_SECRET = "platform", "known to both sides"
PASSWORD = "the provider's own password"
CONFIGURATION = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class Provider:
    url: str  # without a slash at the end


@contextmanager
def openid_provider(*, callback: str, people: dict[str, bool]) -> Iterator[Provider]:
    """``people``: e-mail addresses, and whether the provider says that it has verified them."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="openid-provider-") as folder:
        command = [sys.executable, "-m", "tests.services.openid_provider", str(port), folder, callback]
        command.append(json.dumps(people))
        env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        with running(command, log=Path(folder, "log"), ready=lambda: is_ok(port, CONFIGURATION), env=env):
            yield Provider(url=f"http://127.0.0.1:{port}")


def _settings(folder: Path) -> dict[str, Any]:
    return {
        "SECRET_KEY": "the provider's",
        "ALLOWED_HOSTS": ["127.0.0.1"],
        "ROOT_URLCONF": __name__,
        "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.sqlite3"}},
        "INSTALLED_APPS": [
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        "MIDDLEWARE": [
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        # Tables straight from the models: nothing is ever migrated here.
        "MIGRATION_MODULES": dict.fromkeys(("auth", "contenttypes", "sessions", "account", "allauth_idp_oidc"), None),
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        # Cookies know no ports: on one machine the two sites must not share theirs.
        "SESSION_COOKIE_NAME": "provider_session",
        "CSRF_COOKIE_NAME": "provider_csrf",
        "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
        "IDP_OIDC_PRIVATE_KEY": _make_key(),
        "USE_TZ": True,
    }


def _make_key() -> str:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _fill(callback: str, people: dict[str, bool]) -> None:
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User

    client = Client(id=CLIENT_ID, name="Platform", scopes="openid\nprofile\nemail", redirect_uris=callback)
    client.set_secret(CLIENT_SECRET)
    client.save()
    for email, is_verified in people.items():
        user = User.objects.create_user(email, email, PASSWORD)
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=is_verified)


def _serve(port: int, folder: Path, callback: str, people: dict[str, bool]) -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.core.servers.basehttp import run
    from django.core.wsgi import get_wsgi_application

    settings.configure(**_settings(folder))
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    _fill(callback, people)
    run("127.0.0.1", port, get_wsgi_application(), threading=True)


def __getattr__(name: str) -> list[Any]:
    """This module is its own URL configuration, once Django is set up."""
    if name != "urlpatterns":
        raise AttributeError(name)
    from django.urls import include, path

    return [path("", include("allauth.idp.urls")), path("accounts/", include("allauth.account.urls"))]


if __name__ == "__main__":
    _serve(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], json.loads(sys.argv[4]))
