"""After a change of keys: every ID number written again with the first one."""

from django.db import transaction

from lms.accounts.encryption import decrypt_text, digest_text, encrypt_text
from lms.accounts.models import Practitioner


def reencrypt_id_numbers() -> int:
    """Rewrites each row in its own transaction, so that it can be stopped and run again; returns how many rows there were."""
    count = 0
    for key in Practitioner.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            practitioner = Practitioner.objects.select_for_update().get(pk=key)
            number = decrypt_text(practitioner.id_number_encrypted)
            practitioner.id_number_encrypted = encrypt_text(number)
            practitioner.id_number_digest = digest_text(f"{practitioner.id_type}:{number}")
            practitioner.save(update_fields=["id_number_encrypted", "id_number_digest"])
        count += 1
    return count
