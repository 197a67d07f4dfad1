"""Where a webhook may be sent: https, to a public address. A name is looked up again at every sending, and the connection goes to what
was found, so that a name that changes its address meanwhile leads nowhere else.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms.errors import DomainError

_IP = ipaddress.IPv4Address | ipaddress.IPv6Address
# Addresses of IPv4 behind a translator; Python counts the network itself as global.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class AddressRefused(DomainError):
    status = 400


@dataclass(frozen=True)
class Target:
    """``ip`` is where to connect, ``host`` whom to expect there."""

    scheme: str
    host: str
    port: int
    path: str
    ip: str


def find_target(url: str) -> Target:
    """Raises ``AddressRefused``. Looks the name up: slow, so outside of transactions."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as broken:
        raise AddressRefused(_("This is not an address. It begins with https:// and names a server.")) from broken
    to_private = settings.WEBHOOKS_TO_PRIVATE_ADDRESSES
    if not parts.hostname or any(ord(character) <= 32 or ord(character) >= 127 for character in url):
        raise AddressRefused(_("This is not an address. It begins with https:// and names a server."))
    if parts.scheme != "https" and not (to_private and parts.scheme == "http"):
        raise AddressRefused(_("The address must begin with https://."))
    if parts.username or parts.password or parts.fragment:
        raise AddressRefused(_("The address must hold neither a user name nor a part behind #."))
    port = port or (443 if parts.scheme == "https" else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, parts.hostname, port, path, _look_up(parts.hostname, port, to_private=to_private))


def _look_up(host: str, port: int, *, to_private: bool) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as unknown:
        raise AddressRefused(_("The server of this address cannot be found. Check its name.")) from unknown
    ips = [str(entry[4][0]).partition("%")[0] for entry in found]
    # All of them: a name with one public and one private address would be asked until it gives the private one.
    if not to_private and not all(is_public(ipaddress.ip_address(ip)) for ip in ips):
        raise AddressRefused(_("The address leads into a private network. Give one that is reached from the internet."))
    return ips[0]


def is_public(ip: _IP) -> bool:
    inner = _inner(ip) if isinstance(ip, ipaddress.IPv6Address) else None
    if inner is not None:
        return is_public(inner)
    return ip.is_global and not ip.is_multicast


def _inner(ip: ipaddress.IPv6Address) -> _IP | None:
    """The address of IPv4 that one of IPv6 stands for."""
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
