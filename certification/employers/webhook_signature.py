"""Signatures of webhooks, as Standard Webhooks has them: HMAC-SHA256 over ``id.timestamp.body``. Pure.

Headers: ``webhook-id``, ``webhook-timestamp`` (seconds since 1970), ``webhook-signature`` (``v1,`` and base64). The secret is given out as
``whsec_`` and base64.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

_PREFIX = "whsec_"


def make_secret() -> str:
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def sign_webhook(*, secret: str, id_: str, at: datetime, body: str) -> dict[str, str]:
    timestamp = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    digest = hmac.new(key, f"{id_}.{timestamp}.{body}".encode(), hashlib.sha256).digest()
    return {
        "webhook-id": id_,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
