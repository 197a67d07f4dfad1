"""SoftHSM, a device for keys that is a program: what it does behind PKCS #11 is what a smart card or an HSM does."""

import os
import subprocess
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_der_public_key

from tests.services.certificates import PublicKey
from tests.services.process import missing_program

_MODULES = [
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    Path("/usr/lib64/pkcs11/libsofthsm2.so"),
]
_SLOT_SETTINGS = "directories.tokendir = {folder}\nobjectstore.backend = file\nlog.level = ERROR\n"
TOKEN = "Association"
PIN = "482913"


def available() -> str | None:
    return missing_program("softhsm2-util")


def module() -> Path:
    return next(path for path in _MODULES if path.exists())


def make_token(folder: Path) -> None:
    """An empty one. The library reads where it lies from the environment, when it is first used in a process."""
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(_SLOT_SETTINGS.format(folder=folder / "tokens"))
    os.environ["SOFTHSM2_CONF"] = str(settings)
    command = ["softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--pin", PIN, "--so-pin", "12345678"]
    subprocess.run(command, check=True, capture_output=True)


def make_key(label: str, *, is_rsa: bool = False) -> PublicKey:
    """Made inside, where its private half stays."""
    import pkcs11
    from asn1crypto.keys import ECDomainParameters, NamedCurve
    from pkcs11.util.ec import encode_ec_public_key
    from pkcs11.util.rsa import encode_rsa_public_key

    token = pkcs11.lib(str(module())).get_token(token_label=TOKEN)
    with token.open(user_pin=PIN, rw=True) as session:
        if is_rsa:
            public, _private = session.generate_keypair(pkcs11.KeyType.RSA, 3072, store=True, label=label)
            pem = encode_rsa_public_key(public)
        else:
            curve = ECDomainParameters(name="named", value=NamedCurve.unmap("1.2.840.10045.3.1.7")).dump()
            parameters = session.create_domain_parameters(
                pkcs11.KeyType.EC, {pkcs11.Attribute.EC_PARAMS: curve}, local=True
            )
            public, _private = parameters.generate_keypair(store=True, label=label)
            pem = encode_ec_public_key(public)
    key = load_der_public_key(pem)
    assert isinstance(key, PublicKey)
    return key


def uri_of(label: str, *, pin_file: Path) -> str:
    return f"pkcs11:token={TOKEN};object={label}?module-path={module()}&pin-source=file:{pin_file}"
