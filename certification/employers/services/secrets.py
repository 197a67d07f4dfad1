"""The secrets of webhooks after a change of keys."""

from collections.abc import Iterable

from django.db import transaction

from certification.employers.models import WebhookEndpoint
from lms.accounts.encrypted_rows import EncryptedRows
from lms.accounts.encryption import decrypt_text, encrypt_text, is_of_first_key


def webhooks_with_secrets() -> Iterable[int]:
    """Those that stand: nothing is signed with the secret of one that has ended."""
    return WebhookEndpoint.objects.standing().order_by("pk").values_list("pk", flat=True)


@transaction.atomic
def reencrypt_secret(key: int) -> bool:
    endpoint = WebhookEndpoint.objects.select_for_update().get(pk=key)
    if is_of_first_key(endpoint.secret_encrypted):
        return False
    endpoint.secret_encrypted = encrypt_text(decrypt_text(endpoint.secret_encrypted))
    endpoint.save(update_fields=["secret_encrypted"])
    return True


WEBHOOK_SECRETS = EncryptedRows("secret of webhook", webhooks_with_secrets, reencrypt_secret)
