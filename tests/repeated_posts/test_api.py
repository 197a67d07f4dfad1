"""Keys of the API and their tokens."""

from uuid import uuid4

from allauth.idp.oidc.models import Token
from django.test import Client
from django.urls import reverse

from lms.accounts.models import Organization, User
from lms.api.models import ApiKey
from tests.cast import make_user
from tests.conftest import signed_in
from tests.lms.api.cast import issue_key
from tests.repeated_posts.clicks import press_twice, repeats


@repeats("api_token")
def test_token_is_asked_for_twice(employer_organization: Organization, client: Client) -> None:
    """Each answer is a token of its own, as a program that lost the first answer needs it; both do the same."""
    made = issue_key(employer_organization, make_user("clerk@example.com"))
    sent = {"grant_type": "client_credentials", "client_id": made.text.prefix, "client_secret": made.text.secret}

    answers = [client.post("/api/v1/oauth/token", sent).json() for _click in range(2)]

    assert answers[0]["scope"] == answers[1]["scope"]
    assert Token.objects.count() == 2


@repeats("api_keys:add")
def test_key_is_made_by_staff(employer_organization: Organization, registrar: User) -> None:
    sent = {
        "form_id": uuid4(),
        "organization": employer_organization.pk,
        "name": "协会门户",
        "scopes": ["verify"],
        "days": "30",
    }

    press_twice(signed_in(registrar), reverse("api_keys:add"), sent, says="This key has been made already")

    assert ApiKey.objects.count() == 1


@repeats("api_keys:end")
def test_key_is_ended_by_staff(employer_organization: Organization, registrar: User) -> None:
    key = issue_key(employer_organization, registrar).key

    press_twice(signed_in(registrar), reverse("api_keys:end", args=[key.pk]), says="The key has ended.")


@repeats("api_not_there")
def test_what_is_not_there_is_asked_for_twice(client: Client, db: None) -> None:
    answers = [client.post("/api/v1/nothing", {"x": "y"}) for _click in range(2)]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "not_found")] * 2
