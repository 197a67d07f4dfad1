"""A signing key that never leaves its device: a smart card, a USB token, an HSM, through PKCS #11."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from django.utils.translation import gettext_lazy as _

from certification.certificates.signing.chains import CertificateChain, SigningKeyUnfit
from certification.certificates.signing.token_uris import TokenKey
from lms.errors import DomainError

if TYPE_CHECKING:
    from pyhanko.sign.pkcs11 import PKCS11Signer

# A device knows one sign-in for a whole process, not one for each of its threads.
_one_at_a_time = Lock()
_PROBE = b"Is this the key of the certificate?"


class TokenUnreachable(DomainError):
    status = 503
    message = _(
        "The device with the signing key does not answer, so nothing can be signed. Ask the administrator to plug it in and to "
        "look at SIGNING_KEY_URI and its PIN; what waits is then signed by itself."
    )


class TokenSigner:
    """The key in the device, P-256 or RSA; the chain from a file, for certificates are public."""

    def __init__(self, *, key: TokenKey, chain: CertificateChain) -> None:
        self._key = key
        self._chain = chain

    @property
    def is_test(self) -> bool:
        return self._chain.is_test

    @property
    def valid_until(self) -> datetime:
        return self._chain.valid_until

    def check(self, *, now: datetime) -> None:
        """Signs a few bytes: a device does not tell of a key whose certificate it is."""
        self._chain.check(now=now)
        with self._signing() as signer:
            self._probe(signer)

    def sign(self, pdf: bytes, *, now: datetime) -> bytes:
        from certification.certificates.signing.pades import sign_pdf  # noqa: PLC0415 - as in FileSigner

        self._chain.check(now=now)
        with self._signing() as signer:
            self._probe(signer)
            return sign_pdf(pdf, signer=signer, now=now)

    @contextmanager
    def _signing(self) -> "Iterator[PKCS11Signer]":
        import pkcs11  # noqa: PLC0415 - loads the maker's library, which only who signs should
        from pyhanko.sign.pkcs11 import PKCS11Signer  # noqa: PLC0415

        from certification.certificates.signing.pades import in_asn1  # noqa: PLC0415

        own, *others = in_asn1(self._chain)
        with _one_at_a_time:
            try:
                token = _library(self._key.module).get_token(token_label=self._key.token)
                with token.open(user_pin=self._key.pin) as session:
                    yield PKCS11Signer(
                        session,
                        signing_cert=own,
                        ca_chain=others,
                        key_label=self._key.key,
                        # Hashed here: the one mechanism for elliptic curves that every device has.
                        use_raw_mechanism=isinstance(self._chain.own.public_key(), ec.EllipticCurvePublicKey),
                    )
            except (pkcs11.PKCS11Error, OSError) as error:
                raise TokenUnreachable from error

    def _probe(self, signer: "PKCS11Signer") -> None:
        signature = asyncio.run(signer.async_sign_raw(_PROBE, "sha256"))
        key = self._chain.own.public_key()
        try:
            if isinstance(key, ec.EllipticCurvePublicKey):
                key.verify(signature, _PROBE, ec.ECDSA(SHA256()))
            elif isinstance(key, rsa.RSAPublicKey):
                key.verify(signature, _PROBE, padding.PKCS1v15(), SHA256())
            else:
                raise SigningKeyUnfit
        except InvalidSignature as error:
            raise SigningKeyUnfit from error


def _library(path: str) -> Any:
    import pkcs11  # noqa: PLC0415 - as above

    try:
        return pkcs11.lib(path)
    except RuntimeError as error:
        # No such file, or no such library in it.
        raise TokenUnreachable from error
