"""Who asks: nobody's name, only where a request comes from, for the limits."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    return str(get_adapter().get_client_ip(request))
