"""What allauth asks the site about accounts."""

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest

# What a room full of candidates shares is its address, so there only the account counts.
_FAILED_SIGN_INS_IN_A_ROOM = {"login_failed": "5/5m/key"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if not is_exam_room(self.get_client_ip(request)):
            super().pre_authenticate(request, **credentials)
            return
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed",
            config=_FAILED_SIGN_INS_IN_A_ROOM,
            key=self._get_login_attempts_cache_key(request, **credentials),
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")


def is_exam_room(address: str) -> bool:
    """Whether ``address`` is in one of ``EXAM_ROOM_ADDRESSES`` (addresses or networks)."""
    try:
        candidate = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(candidate in ipaddress.ip_network(room, strict=False) for room in settings.EXAM_ROOM_ADDRESSES)
