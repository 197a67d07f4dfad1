"""After a change of keys: every ID number written again with the first one."""

from dataclasses import dataclass, field

from cryptography.fernet import InvalidToken
from django.db import transaction

from lms.accounts.encryption import decrypt_text, digest_text, encrypt_text, is_of_first_key
from lms.accounts.models import Practitioner


@dataclass
class Reencryption:
    """How many rows were written again, how many needed nothing, and the primary keys of those no key reads."""

    rewritten: int = 0
    current: int = 0
    unreadable: list[int] = field(default_factory=list)


def reencrypt_id_numbers() -> Reencryption:
    """Rewrites each row in its own transaction and leaves alone what the first key wrote, so that it can be stopped and run again."""
    done = Reencryption()
    for key in Practitioner.objects.order_by("pk").values_list("pk", flat=True):
        try:
            if _reencrypt(key):
                done.rewritten += 1
            else:
                done.current += 1
        except InvalidToken:
            done.unreadable.append(key)
    return done


@transaction.atomic
def _reencrypt(key: int) -> bool:
    practitioner = Practitioner.objects.select_for_update().get(pk=key)
    if is_of_first_key(practitioner.id_number_encrypted):
        return False
    number = decrypt_text(practitioner.id_number_encrypted)
    practitioner.id_number_encrypted = encrypt_text(number)
    practitioner.id_number_digest = digest_text(f"{practitioner.id_type}:{number}")
    practitioner.save(update_fields=["id_number_encrypted", "id_number_digest"])
    return True
