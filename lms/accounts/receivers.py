"""What happens to accounts and rights goes into the audit trail. No e-mail address, no network address.

Signals of Django and allauth carry no moment, so this edge reads the clock.
"""

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as social_signals
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from django.utils import timezone

from lms.accounts import services
from lms.accounts.models import User


@receiver(user_logged_in)
def record_sign_in(user: User, **kwargs: Any) -> None:
    services.record_account_event(action="accounts.sign_in", user=user, now=timezone.now())


@receiver(user_logged_out)
def record_sign_out(user: User | None, **kwargs: Any) -> None:
    services.record_account_event(action="accounts.sign_out", user=user, now=timezone.now())


@receiver(user_login_failed)
def record_failed_sign_in(credentials: dict[str, Any], **kwargs: Any) -> None:
    email = credentials.get("email") or credentials.get("username") or ""
    services.record_failed_sign_in(email=email, now=timezone.now())


@receiver(account_signals.password_set)
@receiver(account_signals.password_changed)
@receiver(account_signals.password_reset)
def record_password(user: User, **kwargs: Any) -> None:
    services.record_account_event(action="accounts.change_password", user=user, now=timezone.now())


@receiver(account_signals.email_added)
@receiver(account_signals.email_changed)
@receiver(account_signals.email_removed)
def record_email(user: User, **kwargs: Any) -> None:
    services.record_account_event(action="accounts.change_email", user=user, now=timezone.now())


@receiver(mfa_signals.authenticator_added)
def record_second_factor_added(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    services.record_account_event(
        action="accounts.add_second_factor", user=user, now=timezone.now(), detail={"type": authenticator.type}
    )


@receiver(mfa_signals.authenticator_removed)
def record_second_factor_removed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    services.record_account_event(
        action="accounts.remove_second_factor", user=user, now=timezone.now(), detail={"type": authenticator.type}
    )


@receiver(mfa_signals.authenticator_reset)
def record_second_factor_reset(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    services.record_account_event(
        action="accounts.reset_second_factor", user=user, now=timezone.now(), detail={"type": authenticator.type}
    )


@receiver(mfa_signals.authentication_failed)
def record_second_factor_failed(user: User, **kwargs: Any) -> None:
    services.record_account_event(action="accounts.fail_second_factor", user=user, now=timezone.now())


@receiver(social_signals.social_account_added)
@receiver(social_signals.social_account_removed)
def record_connection(request: Any, **kwargs: Any) -> None:
    # Connected by its address, an account's owner is not signed in yet.
    user = kwargs["sociallogin"].user if "sociallogin" in kwargs else request.user
    services.record_account_event(action="accounts.change_connection", user=user, now=timezone.now())


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
@receiver(m2m_changed, sender=Group.permissions.through)
def record_rights(
    instance: User | Group, action: str, model: type[Any], pk_set: set[int] | None, **kwargs: Any
) -> None:
    services.record_rights_change(
        instance=instance, deed=action, of=model, keys=pk_set or set(), reverse=kwargs["reverse"], now=timezone.now()
    )
