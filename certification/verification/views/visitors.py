"""Who asks: nobody's name, only where a request comes from, for the limits."""

from functools import lru_cache

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    return str(_adapter().get_client_ip(request))


@lru_cache
def _adapter() -> DefaultAccountAdapter:
    """Finding it takes longer than asking it; it holds nothing of a request."""
    return get_adapter()
