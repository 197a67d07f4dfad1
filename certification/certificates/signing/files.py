"""A signing key in a file."""

from datetime import datetime

from cryptography.hazmat.primitives.serialization import load_pem_private_key

from certification.certificates.signing.chains import read_chain


class FileSigner:
    """A key and its chain in PEM, without a password; the chain starts with the signer's own certificate."""

    def __init__(self, *, key: bytes, chain: bytes) -> None:
        self._key = key
        self._public_key = load_pem_private_key(key, None).public_key()
        self._chain = read_chain(chain)

    @property
    def is_test(self) -> bool:
        return self._chain.is_test

    @property
    def valid_until(self) -> datetime:
        return self._chain.valid_until

    def check(self, *, now: datetime) -> None:
        self._chain.check(now=now, key=self._public_key)

    def sign(self, pdf: bytes, *, now: datetime) -> bytes:
        # Loaded by who signs, which is the worker: most of a second that the site's processes never need.
        from certification.certificates.signing.pades import key_in_memory, sign_pdf  # noqa: PLC0415

        self.check(now=now)
        return sign_pdf(pdf, signer=key_in_memory(self._key, self._chain), now=now)
