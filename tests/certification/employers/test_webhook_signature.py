"""Signatures agree with the example that Standard Webhooks gives, and with what a receiver works out by hand."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

from certification.employers.webhook_signature import make_secret, sign_webhook


def test_published_example_is_reproduced() -> None:
    """From the tests of the reference libraries (standard-webhooks/standard-webhooks)."""
    headers = sign_webhook(
        secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        id_="msg_p5jXN8AQM9LWM0D4loKWxJek",
        at=datetime.fromtimestamp(1614265330, UTC),
        body='{"test": 2432232314}',
    )

    assert headers["webhook-timestamp"] == "1614265330"
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_secret_is_of_256_bits_and_new_each_time() -> None:
    one, other = make_secret(), make_secret()

    assert one != other
    assert len(base64.b64decode(one.removeprefix("whsec_"))) == 32


def test_receiver_works_it_out_by_hand() -> None:
    secret, at = make_secret(), datetime(2025, 6, 2, tzinfo=UTC)

    headers = sign_webhook(secret=secret, id_="id", at=at, body="{}")

    key = base64.b64decode(secret[6:])
    digest = hmac.new(key, f"id.{headers['webhook-timestamp']}.{{}}".encode(), hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
