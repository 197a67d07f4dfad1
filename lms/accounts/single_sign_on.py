"""Single sign-on: whom the operator's OpenID Connect provider may let in, and what happens when it does not answer."""

import logging
from typing import Any

from allauth.socialaccount import app_settings
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.utils.translation import gettext_lazy as _
from requests import RequestException, Response, Session

from lms.accounts.access import is_staff_member
from lms.accounts.models import User
from lms.errors import DomainError

logger = logging.getLogger(__name__)

# What allauth reads of a provider's description, by OpenID Connect Discovery 1.0.
_DESCRIPTION = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "issuer", "jwks_uri")


class SignInServiceDown(DomainError):
    message = _(
        "The sign-in service does not answer as it should. Try again in a few minutes, or sign in with your e-mail address and password."
    )
    status = 503


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def get_requests_session(self) -> Session:
        return ProviderSession()

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """Whose account a verified address opens, where the operator vouches for the provider's addresses.

        Never a colleague's: a provider that states an address would open the association's desks. Colleagues connect the
        provider themselves, signed in.
        """
        found: tuple[User, str] | None = super().authenticate_by_email(sociallogin)
        return None if found is None or is_staff_member(found[0]) else found


class ProviderSession(Session):
    """Talks to the provider; what cannot be understood is a refusal a person can act on. Tokens are allauth's to judge."""

    def request(self, method: str, url: str | bytes, *args: Any, **kwargs: Any) -> Response:
        kwargs.setdefault("timeout", app_settings.REQUESTS_TIMEOUT)
        try:
            response = super().request(method, url, *args, **kwargs)
            if method == "GET":
                _check_answer(response)
        except (RequestException, ValueError) as error:
            logger.warning("The sign-in service does not answer as it should (%s).", type(error).__name__)
            raise SignInServiceDown from error
        return response


def _check_answer(response: Response) -> None:
    response.raise_for_status()
    answer = response.json()
    if "/.well-known/openid-configuration" in response.url:
        missing = [name for name in _DESCRIPTION if name not in answer]
        if missing:
            raise ValueError(f"the description lacks {', '.join(missing)}")
