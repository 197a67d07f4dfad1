from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from lms.accounts import services
from lms.accounts.encryption import decrypt_text, digest_text
from lms.accounts.models import Practitioner
from tests.lms.accounts.conftest import RESIDENT_CARD

pytestmark = pytest.mark.django_db


def run() -> str:
    output = StringIO()
    call_command("reencrypt_fields", stdout=output)
    return output.getvalue()


@pytest.fixture
def registered(details: dict[str, Any], settings: Settings) -> Practitioner:
    """Somebody whose number was written before a further key came."""
    practitioner = services.register_practitioner(**details)
    settings.FIELD_ENCRYPTION_KEYS = ["new", *settings.FIELD_ENCRYPTION_KEYS]
    return practitioner


def test_numbers_are_read_by_the_new_key_alone_afterwards(registered: Practitioner, settings: Settings) -> None:
    assert "ID number of practitioner: 1 written again, 0 had the first key already" in run()

    settings.FIELD_ENCRYPTION_KEYS = ["new"]
    registered.refresh_from_db()
    assert decrypt_text(registered.id_number_encrypted) == RESIDENT_CARD
    assert registered.id_number_digest == digest_text(f"{registered.id_type}:{RESIDENT_CARD}")


def test_run_again_it_leaves_alone_what_is_done(registered: Practitioner) -> None:
    run()
    registered.refresh_from_db()
    before = registered.id_number_encrypted

    assert "ID number of practitioner: 0 written again, 1 had the first key already" in run()

    registered.refresh_from_db()
    assert registered.id_number_encrypted == before


def test_number_no_key_reads_is_named_and_holds_nothing_up(
    practitioner: Practitioner, registered: Practitioner, settings: Settings
) -> None:
    with pytest.raises(CommandError, match=f"practitioner {practitioner.pk}"):
        run()

    settings.FIELD_ENCRYPTION_KEYS = ["new"]
    registered.refresh_from_db()
    assert decrypt_text(registered.id_number_encrypted) == RESIDENT_CARD
