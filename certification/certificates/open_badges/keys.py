"""Ed25519 keys as W3C Multikey texts."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from certification.certificates.open_badges.multibase import MultibaseError, decode_base58, encode_base58

# The multicodec prefix of an Ed25519 public key.
_PUBLIC = b"\xed\x01"
_SIZE = 32


def public_key_multibase(key: Ed25519PrivateKey | Ed25519PublicKey) -> str:
    public = key.public_key() if isinstance(key, Ed25519PrivateKey) else key
    return encode_base58(_PUBLIC + public.public_bytes(Encoding.Raw, PublicFormat.Raw))


def read_public_key(multibase: str) -> Ed25519PublicKey:
    content = decode_base58(multibase)
    if not content.startswith(_PUBLIC) or len(content) != len(_PUBLIC) + _SIZE:
        raise MultibaseError("not an Ed25519 public key")
    return Ed25519PublicKey.from_public_bytes(content[len(_PUBLIC) :])
