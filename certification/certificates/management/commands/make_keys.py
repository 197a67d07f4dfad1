from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from certification.certificates.credential_keys import make_test_credential_key
from certification.certificates.keys import make_test_keys
from certification.certificates.log.keys import TEST_MARK, make_log_key


class Command(BaseCommand):
    help = (
        "Makes signing keys for tests where there are none; every document signed with them says that it is not valid."
    )
    # Runs before there are tables.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.SIGNING_KEY_DIR)
        if make_test_keys(folder, organization=settings.WAGTAIL_SITE_NAME, now=timezone.now()):
            self.stdout.write(f"A test signing key was made in {folder}. Documents signed with it are marked as tests.")
        else:
            self.stdout.write(f"There is a signing key in {folder} already; nothing was made.")
        if make_test_credential_key(folder):
            self.stdout.write(f"A test key for credentials was made in {folder}.")
        # The log keeps its name when the site moves; a test's says what it is.
        name = f"{urlsplit(settings.SITE_URL).netloc}/log/{TEST_MARK}"
        if make_log_key(folder, name=name):
            self.stdout.write(f"A test key for the certificate log was made in {folder}.")
