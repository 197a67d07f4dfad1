"""Tokens of the API's keys."""

from allauth.idp.oidc.models import Token
from django.test import Client

from lms.accounts.models import Organization
from tests.cast import make_user
from tests.lms.api.cast import issue_key
from tests.repeated_posts.clicks import repeats


@repeats("api_token")
def test_token_is_asked_for_twice(employer_organization: Organization, client: Client) -> None:
    """Each answer is a token of its own, as a program that lost the first answer needs it; both do the same."""
    made = issue_key(employer_organization, make_user("clerk@example.com"))
    sent = {"grant_type": "client_credentials", "client_id": made.text.prefix, "client_secret": made.text.secret}

    answers = [client.post("/api/v1/oauth/token", sent).json() for _click in range(2)]

    assert answers[0]["scope"] == answers[1]["scope"]
    assert Token.objects.count() == 2
