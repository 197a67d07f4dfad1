"""A change of keys reaches the secrets of webhooks: their receivers notice nothing."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from certification.employers import services
from certification.employers.models import WebhookEndpoint
from lms.accounts.encryption import decrypt_text
from lms.accounts.models import Organization, User
from tests.cast import NOW
from tests.certification.employers.cast import make_webhook


def run() -> str:
    output = StringIO()
    call_command("reencrypt_fields", stdout=output)
    return output.getvalue()


def test_secret_is_read_by_the_new_key_alone_afterwards(hiring: Organization, clerk: User, settings: Settings) -> None:
    endpoint, secret = make_webhook(hiring, clerk)
    settings.FIELD_ENCRYPTION_KEYS = ["new", *settings.FIELD_ENCRYPTION_KEYS]

    assert "secret of webhook: 1 written again, 0 had the first key already." in run()
    assert "secret of webhook: 0 written again, 1 had the first key already." in run()

    settings.FIELD_ENCRYPTION_KEYS = ["new"]
    endpoint.refresh_from_db()
    assert decrypt_text(endpoint.secret_encrypted) == secret


def test_secret_that_no_key_reads_is_named_until_its_webhook_ends(
    hiring: Organization, clerk: User, settings: Settings
) -> None:
    endpoint, _secret = make_webhook(hiring, clerk)
    settings.FIELD_ENCRYPTION_KEYS = ["new"]
    before = WebhookEndpoint.objects.values_list("secret_encrypted", flat=True).get()

    with pytest.raises(CommandError, match=f"secret of webhook {endpoint.pk}"):
        run()
    services.end_endpoint(endpoint=endpoint, ended_by=clerk, now=NOW)

    assert "secret of webhook: 0 written again, 0 had the first key already." in run()
    assert WebhookEndpoint.objects.values_list("secret_encrypted", flat=True).get() == before
