"""Somebody nobody knew before: invented, and another one each time."""

import email
import email.policy
import re
import secrets
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lms.accounts.id_numbers import check_character
from tests.services.process import PATIENCE_SECONDS

_SYLLABLES = "安宁清和文远明达子涵思齐"


@dataclass(frozen=True)
class Newcomer:
    name: str
    email: str
    password: str
    id_number: str
    birth_on: date


def invent_newcomer() -> Newcomer:
    """The place code of the card is one that no authority has given out."""
    birth_on = date(1980 + secrets.randbelow(20), 1 + secrets.randbelow(12), 1 + secrets.randbelow(28))
    digits = f"199999{birth_on:%Y%m%d}{secrets.randbelow(1000):03d}"
    return Newcomer(
        name="虚" + "".join(secrets.choice(_SYLLABLES) for _ in range(3)),
        email=f"{secrets.token_hex(6)}@newcomer.example",
        password=secrets.token_urlsafe(15),
        id_number=digits + check_character(digits),
        birth_on=birth_on,
    )


def confirmation_path(mail_folder: Path, address: str) -> str:
    """The path of the link in the letter to this address, which may still be on its way."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        for letter in sorted(mail_folder.glob("*.log")):
            if found := _link(letter.read_bytes(), address):
                return found
        time.sleep(0.5)
    raise AssertionError(f"no letter with a link for {address} in {mail_folder}")


def _link(letters: bytes, address: str) -> str | None:
    for raw in letters.split(b"-" * 79 + b"\n"):
        letter = email.message_from_bytes(raw.lstrip(), policy=email.policy.default)
        body = letter.get_body(("plain",))
        if address in str(letter["to"]) and body is not None:
            found = re.search(r"https?://[^/\s]+(/accounts/confirm-email/[^\s/]+/)", body.get_content())
            return found[1] if found else None
    return None
