"""Keys are made with a secret that is shown once, end at once, and leave a trail."""

import hashlib
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.idp.oidc.models import Client as OAuthClient
from allauth.idp.oidc.models import Token

from lms.accounts.models import Organization, Practitioner, User
from lms.api.enums import Scope
from lms.api.key_text import KeyText, make_key_text, read_key_text
from lms.api.models import ApiKey
from lms.api.services import (
    KeyMadeAlready,
    LifeTooLong,
    TooManyKeys,
    clear_expired_tokens,
    end_key,
    end_keys_of,
    note_use,
)
from lms.audit.models import AuditEntry
from tests.cast import NOW, make_user
from tests.lms.api.cast import issue_key


@pytest.fixture
def clerk(db: None) -> User:
    return make_user("clerk@example.com", "人事专员")


def test_key_text_is_read_back() -> None:
    text = make_key_text()

    assert read_key_text(text.whole) == text
    assert len(text.secret) == 43


@pytest.mark.parametrize("typed", ["", "tjip_", "tjip_abc_def", "x" * 10_000, "tjip_abcdefghijkl_" + "ä" * 43])
def test_other_text_is_no_key(typed: str) -> None:
    assert read_key_text(typed) is None


def test_secret_is_told_from_another() -> None:
    text = make_key_text()

    assert text.has_secret(text.secret_sha256)
    assert not text.has_secret(KeyText(text.prefix, text.secret[:-1] + "~").secret_sha256)


def test_only_the_hash_of_the_secret_is_kept(employer_organization: Organization, clerk: User) -> None:
    made = issue_key(employer_organization, clerk, scopes=[Scope.BULK, Scope.VERIFY])

    row = ApiKey.objects.values().get()
    client = OAuthClient.objects.values().get()
    assert made.text.secret not in f"{row}{client}"
    assert row["secret_sha256"] == hashlib.sha256(made.text.secret.encode()).hexdigest()
    assert made.key.scope_set == {"verify", "verify:bulk"}
    assert OAuthClient.objects.get().check_secret(made.text.secret)


def test_making_and_ending_leave_a_trail(employer_organization: Organization, clerk: User) -> None:
    key = issue_key(employer_organization, clerk).key

    end_key(key=key, ended_by=clerk, now=NOW)
    end_key(key=key, ended_by=clerk, now=NOW + timedelta(days=1))

    entries = list(AuditEntry.objects.filter(action__startswith="api.").order_by("pk"))
    assert [entry.action for entry in entries] == ["api.make_key", "api.end_key"]
    assert entries[0].detail["prefix"] == key.prefix
    assert ApiKey.objects.get().ended_at == NOW


def test_ending_a_key_takes_its_client_away(employer_organization: Organization, clerk: User) -> None:
    key = issue_key(employer_organization, clerk).key

    end_key(key=key, ended_by=clerk, now=NOW)

    assert not OAuthClient.objects.exists()


def test_same_form_makes_no_second_key(employer_organization: Organization, clerk: User) -> None:
    form_id = uuid4()
    issue_key(employer_organization, clerk, form_id=form_id)

    with pytest.raises(KeyMadeAlready):
        issue_key(employer_organization, clerk, form_id=form_id)

    assert ApiKey.objects.count() == OAuthClient.objects.count() == 1


def test_key_lasts_a_year_at_most(employer_organization: Organization, clerk: User) -> None:
    with pytest.raises(LifeTooLong):
        issue_key(employer_organization, clerk, days=367)


def test_keys_that_stand_are_counted(employer_organization: Organization, clerk: User) -> None:
    for _each in range(20):
        last = issue_key(employer_organization, clerk)
    with pytest.raises(TooManyKeys):
        issue_key(employer_organization, clerk)

    end_key(key=last.key, ended_by=clerk, now=NOW)

    assert issue_key(employer_organization, clerk).key.pk


def test_all_keys_of_an_organization_end(employer_organization: Organization, clerk: User) -> None:
    other = Organization.objects.create(name="另一家", credit_code="91120000MADEMO0002")
    issue_key(employer_organization, clerk)
    issue_key(employer_organization, clerk)
    kept = issue_key(other, clerk).key

    assert end_keys_of(organization=employer_organization, ended_by=clerk, now=NOW) == 2

    assert list(ApiKey.objects.standing()) == [kept]


def test_use_is_noted_once_a_day(employer_organization: Organization, clerk: User) -> None:
    key = issue_key(employer_organization, clerk).key
    note_use(key=key, now=NOW)
    key.refresh_from_db()
    assert str(key.last_used_on) == "2025-06-02"

    ApiKey.objects.update(name="changed meanwhile")
    note_use(key=key, now=NOW + timedelta(hours=1))

    key.refresh_from_db()
    assert str(key.last_used_on) == "2025-06-02"


def test_expired_tokens_are_cleared(employer_organization: Organization, clerk: User) -> None:
    key = issue_key(employer_organization, clerk).key
    client = OAuthClient.objects.get(pk=key.prefix)
    Token.objects.create(type="at", hash="long ago", client=client, expires_at=NOW)
    kept = Token.objects.create(type="at", hash="for long", client=client, expires_at=NOW + timedelta(days=36_500))

    assert clear_expired_tokens() == 1

    assert list(Token.objects.all()) == [kept]


def test_keys_are_seen_by_their_maker_and_by_staff(
    employer_organization: Organization, clerk: User, outsider: Practitioner, auditor: User
) -> None:
    key = issue_key(employer_organization, clerk).key

    seen = {user: list(ApiKey.objects.visible_to(user)) for user in (clerk, outsider.user, auditor)}

    assert seen == {clerk: [key], outsider.user: [], auditor: [key]}
