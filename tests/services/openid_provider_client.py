"""The site with single sign-on turned on by its variables, as a process of its own on the running test's database.

`python -m tests.services.openid_provider_client PORT` is that process; `client_site()` starts and stops it.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.openid_provider import CLIENT_ID, CLIENT_SECRET
from tests.services.process import is_ok, running

CALLBACK = "/accounts/oidc/sso/login/callback/"


@contextmanager
def client_site(*, port: int, provider_url: str, database_url: str) -> Iterator[str]:
    """Its address, without a slash at the end."""
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="single-sign-on-") as folder:
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.services.openid_provider_client_settings",
            "DATABASE_URL": database_url,
            "DATA_DIR": folder,
            "SITE_URL": url,
            "OPENID_CONNECT_SERVER_URL": provider_url,
            "OPENID_CONNECT_NAME": "Citizens’ Office",
            "OPENID_CONNECT_CLIENT_ID": CLIENT_ID,
            "OPENID_CONNECT_SECRET": CLIENT_SECRET,
        }
        command = [sys.executable, "-m", "tests.services.openid_provider_client", str(port)]
        with running(command, log=Path(folder, "log"), ready=lambda: is_ok(port, "/health/ready"), env=env):
            yield url


if __name__ == "__main__":
    from django.core.servers.basehttp import run
    from django.core.wsgi import get_wsgi_application

    run("127.0.0.1", int(sys.argv[1]), get_wsgi_application(), threading=True)
