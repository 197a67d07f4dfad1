"""Keys that an authority vouches for, as the association would buy them."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from certification.certificates.keys import CERTIFICATE_FILE, KEY_FILE
from tests.services.certificates import PublicKey, certify, make_key, revoke, write_certificate, write_key

NAME = "津沽知识产权服务行业协会"


class Authority:
    """A root and an office below it. ``trusted`` is what a validator is told to trust, ``revoked`` what it may ask about the rest."""

    def __init__(self, folder: Path, *, now: datetime) -> None:
        root_key, self._key = make_key(), make_key()
        ten_years = timedelta(days=3653)
        self.root = certify(root_key, "Root", now=now, lasts=ten_years, is_authority=True)
        self.office = certify(
            self._key, "Office", by=(root_key, self.root), now=now, lasts=ten_years, is_authority=True
        )
        self._now = now
        self.trusted, lists = folder / "root.pem", (folder / "root.crl", folder / "office.crl")
        write_certificate(self.trusted, self.root)
        lists[0].write_bytes(revoke([], by=(root_key, self.root), now=now))
        lists[1].write_bytes(revoke([], by=(self._key, self.office), now=now))
        self.revoked = list(lists)

    def vouch(self, key: PublicKey, *, lasts: timedelta = timedelta(days=730)) -> None:
        """The certificate of this key, with its chain, becomes the site's."""
        own = certify(key, NAME, by=(self._key, self.office), now=self._now, lasts=lasts)
        write_certificate(Path(settings.SIGNING_KEY_DIR) / CERTIFICATE_FILE, own, self.office, self.root)

    def issue(self, *, lasts: timedelta = timedelta(days=730)) -> None:
        """A key with its certificate becomes the site's."""
        key = make_key()
        write_key(Path(settings.SIGNING_KEY_DIR) / KEY_FILE, key)
        self.vouch(key.public_key(), lasts=lasts)
