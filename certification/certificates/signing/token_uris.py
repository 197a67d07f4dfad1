"""Where a key in a token is, as a PKCS #11 URI (RFC 7512)."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class TokenKey:
    """``pin`` is read when it is needed, so that it stays out of settings and their listings."""

    module: str
    token: str
    key: str
    pin_file: str = ""
    pin_value: str = ""

    @property
    def pin(self) -> str | None:
        """None where the token asks for it by itself. Raises ``OSError`` where its file cannot be read."""
        if self.pin_file:
            return Path(self.pin_file).read_text().strip()
        return self.pin_value or None


def read_token_uri(uri: str) -> TokenKey:
    """``pkcs11:token=Association;object=signing?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=/run/secrets/pin``.

    Raises ``ValueError`` for an address that says less, or something else.
    """
    parts = urlsplit(uri)
    if parts.scheme != "pkcs11":
        raise ValueError("It does not begin with pkcs11:")
    path, query = _pairs(parts.path, ";"), _pairs(parts.query, "&")
    try:
        key = TokenKey(
            module=query.pop("module-path"),
            token=path.pop("token"),
            key=path.pop("object"),
            pin_file=query.pop("pin-source", "").removeprefix("file:"),
            pin_value=query.pop("pin-value", ""),
        )
    except KeyError as error:
        raise ValueError(f"It lacks {error.args[0]}") from error
    if path.pop("type", "private") != "private" or path or query:
        raise ValueError(f"It says more than is understood: {', '.join((*path, *query)) or 'type'}")
    return key


def _pairs(text: str, separator: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(separator) if part)
    return {name: unquote(value) for name, _equals, value in pairs}
