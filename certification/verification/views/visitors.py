"""Who asks: nobody's name, only where a request comes from, for the limits."""

import ipaddress
from functools import lru_cache

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from django.http import HttpRequest

# What one subscriber is given of IPv6: every request could come from another address of it.
_HOME = 64


def address_of(request: HttpRequest) -> str:
    """Of IPv6 the network; what is an address of IPv4 in truth counts as one."""
    address = str(_adapter().get_client_ip(request))
    return _home_of(address) if ":" in address else address


def _home_of(address: str) -> str:
    try:
        ip = ipaddress.IPv6Address(address)
    except ValueError:
        return address
    return str(ip.ipv4_mapped or ipaddress.IPv6Network((ip, _HOME), strict=False))


@lru_cache
def _adapter() -> DefaultAccountAdapter:
    """Finding it takes longer than asking it; it holds nothing of a request."""
    return get_adapter()
