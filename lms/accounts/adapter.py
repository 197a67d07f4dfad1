"""What allauth asks the site about accounts."""

import ipaddress
import logging
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.sites.requests import RequestSite
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.errors import DomainError

logger = logging.getLogger(__name__)

# What a room full of candidates shares is its address, so there only the account counts.
_FAILED_SIGN_INS_IN_A_ROOM = {"login_failed": "5/5m/key"}


class LetterNotSent(DomainError):
    message = _("The letter could not be sent just now. Try again in a few minutes; nothing is lost.")
    status = 503


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

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - allauth's own signature
        try:
            with transaction.atomic():
                saved: User = super().save_user(request, user, form, commit)
        except IntegrityError as error:
            # The form came twice at once, and the other request has just made the account and sent the letter.
            raise ImmediateHttpResponse(self.respond_email_verification_sent(request, user)) from error
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        try:
            super().send_mail(template_prefix, email, context | {"current_site": AssociationSite()})
        except OSError as error:
            logger.warning("The mail server does not answer (%s).", type(error).__name__)
            raise LetterNotSent from error

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().send_notification_mail(*args, **kwargs)
        except LetterNotSent:
            # What it tells of has happened; a warning that cannot leave does not undo it.
            logger.warning("A letter about a change of an account was not sent.")


class AssociationSite(RequestSite):
    """Letters speak of the association by its name, at the address that is public."""

    def __init__(self) -> None:
        self.name = settings.WAGTAIL_SITE_NAME
        self.domain = urlsplit(settings.SITE_URL).netloc


def is_exam_room(address: str) -> bool:
    """Whether ``address`` is in one of ``EXAM_ROOM_ADDRESSES`` (addresses or networks)."""
    try:
        candidate = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(candidate in ipaddress.ip_network(room, strict=False) for room in settings.EXAM_ROOM_ADDRESSES)
