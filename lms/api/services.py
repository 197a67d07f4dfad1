"""Keys: made, ended, and noted as used."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from allauth.idp.oidc.models import Client, Token
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Organization, User
from lms.api.enums import Scope
from lms.api.key_text import KeyText, make_key_text
from lms.api.models import ApiKey
from lms.audit.services import record_entry
from lms.errors import DomainError

LONGEST_LIFE = timedelta(days=366)
MOST_KEYS = 20


@dataclass(frozen=True)
class MadeKey:
    """``text`` exists in this moment only; what is stored is its hash."""

    key: ApiKey
    text: KeyText


class KeyMadeAlready(DomainError):
    message = _(
        "This key has been made already, and its secret is shown once only. If you have not kept it, end the key and make another."
    )


class TooManyKeys(DomainError):
    message = _("The organization has 20 keys that stand. End one that is not used, then make the new one.")


class LifeTooLong(DomainError):
    status = 400
    message = _("A key lasts for a year at most. Choose an earlier last day.")


def make_key(
    *,
    organization: Organization,
    name: str,
    scopes: Collection[Scope],
    expires_at: datetime,
    form_id: UUID,
    made_by: User,
    now: datetime,
    text: KeyText | None = None,
) -> MadeKey:
    """``form_id`` names the form that was sent: the same form again is refused and makes no second key. ``text``: one that is known before."""
    if expires_at > now + LONGEST_LIFE:
        raise LifeTooLong
    text = text or make_key_text()
    try:
        with transaction.atomic():
            _require_room(organization, form_id)
            key = ApiKey.objects.create(
                organization=organization,
                name=name,
                prefix=text.prefix,
                secret_sha256=text.secret_sha256,
                scopes=" ".join(sorted(scopes)),
                form_id=form_id,
                made_by=made_by,
                made_at=now,
                expires_at=expires_at,
            )
            _make_client(key, text)
            record_entry(
                action="api.make_key",
                subject=key,
                actor=made_by,
                now=now,
                detail={"organization": organization.pk, "prefix": key.prefix, "scopes": key.scopes},
            )
    except IntegrityError as taken:
        raise KeyMadeAlready from taken
    return MadeKey(key, text)


def _require_room(organization: Organization, form_id: UUID) -> None:
    # Of two forms at once, the second waits and counts the first one's key.
    Organization.objects.select_for_update().get(pk=organization.pk)
    if ApiKey.objects.filter(form_id=form_id).exists():
        raise KeyMadeAlready
    if ApiKey.objects.standing().filter(organization=organization).count() >= MOST_KEYS:
        raise TooManyKeys


def _make_client(key: ApiKey, text: KeyText) -> None:
    """The key as a client of OAuth 2.0; its tokens can do what the key can, for an hour each."""
    client = Client(id=key.prefix, name=key.name, created_at=key.made_at, skip_consent=True, response_types="")
    client.set_secret(text.secret)
    client.set_grant_types([Client.GrantType.CLIENT_CREDENTIALS])
    client.set_scopes(sorted(key.scope_set))
    client.set_default_scopes(sorted(key.scope_set))
    client.save(force_insert=True)


@transaction.atomic
def end_key(*, key: ApiKey, ended_by: User, now: datetime) -> ApiKey:
    """From now on neither the key nor a token made with it opens anything. Ending it again changes nothing."""
    locked = ApiKey.objects.select_for_update().get(pk=key.pk)
    if locked.ended_at is not None:
        return locked
    locked.ended_by, locked.ended_at = ended_by, now
    locked.save(update_fields=["ended_by", "ended_at"])
    Client.objects.filter(pk=locked.prefix).delete()
    record_entry(action="api.end_key", subject=locked, actor=ended_by, now=now, detail={"prefix": locked.prefix})
    return locked


@transaction.atomic
def end_keys_of(*, organization: Organization, ended_by: User, now: datetime) -> int:
    keys = list(ApiKey.objects.standing().filter(organization=organization).order_by("pk"))
    for key in keys:
        end_key(key=key, ended_by=ended_by, now=now)
    return len(keys)


def note_use(*, key: ApiKey, now: datetime) -> None:
    """Writes once a day, however often the key is used."""
    today = localdate(now)
    if key.last_used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)


def clear_expired_tokens() -> int:
    """allauth keeps them until somebody does."""
    deleted, _per_model = Token.objects.expired().delete()
    return int(deleted)
