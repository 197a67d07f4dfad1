"""Codes of an authenticator app: each is good for the rest of its half minute only."""

import time

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

# What it may take to type the code and send it, on a machine where others run.
_LONG_ENOUGH = 8


def code_of(secret: str) -> str:
    """Of this half minute, or of the next where little of this one is left."""
    period = app_settings.TOTP_PERIOD
    if (left := period - time.time() % period) < _LONG_ENOUGH:
        time.sleep(left)
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // period)))
