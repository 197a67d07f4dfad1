"""After a change of keys: whatever is encrypted is written again with the first one."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.fernet import InvalidToken
from django.db import transaction

from lms.accounts.encrypted_rows import EncryptedRows, encrypted_rows
from lms.accounts.encryption import decrypt_text, digest_text, encrypt_text, is_of_first_key
from lms.accounts.models import Practitioner


@dataclass
class Reencryption:
    """How many rows of a kind were written again, how many needed nothing, and the primary keys of those no key reads."""

    name: str
    rewritten: int = 0
    current: int = 0
    unreadable: list[int] = field(default_factory=list)


def reencrypt_fields() -> list[Reencryption]:
    """Rewrites each row in its own transaction and leaves alone what the first key wrote, so that it can be stopped and run again."""
    return [_reencrypt(rows) for rows in encrypted_rows()]


def _reencrypt(rows: EncryptedRows) -> Reencryption:
    done = Reencryption(rows.name)
    for key in rows.keys():  # noqa: SIM118 - primary keys, not a dictionary's
        try:
            if rows.rewrite(key):
                done.rewritten += 1
            else:
                done.current += 1
        except InvalidToken:
            done.unreadable.append(key)
    return done


def practitioners_with_id_numbers() -> Iterable[int]:
    return Practitioner.objects.order_by("pk").values_list("pk", flat=True)


@transaction.atomic
def reencrypt_id_number(key: int) -> bool:
    practitioner = Practitioner.objects.select_for_update().get(pk=key)
    if is_of_first_key(practitioner.id_number_encrypted):
        return False
    number = decrypt_text(practitioner.id_number_encrypted)
    practitioner.id_number_encrypted = encrypt_text(number)
    practitioner.id_number_digest = digest_text(f"{practitioner.id_type}:{number}")
    practitioner.save(update_fields=["id_number_encrypted", "id_number_digest"])
    return True


ID_NUMBERS = EncryptedRows("ID number of practitioner", practitioners_with_id_numbers, reencrypt_id_number)
