"""Two clicks on the buttons that make an account and confirm its address."""

import re

import pytest
from allauth.account.forms import SignupForm
from allauth.core.exceptions import ImmediateHttpResponse
from django.core import mail
from django.test import Client, RequestFactory

from lms.accounts.models import User

PASSWORD = "yi-ge-chang-mi-ma-2026"
SIGN_UP = {"email": "xin.ren@example.com", "password1": PASSWORD, "password2": PASSWORD}


def test_sign_up_that_another_request_was_quicker_with_is_answered_like_the_first(db: None) -> None:
    form = SignupForm(SIGN_UP)
    assert form.is_valid(), form.errors
    User.objects.create_user(email=SIGN_UP["email"], password=PASSWORD)

    with pytest.raises(ImmediateHttpResponse) as raised:
        form.try_save(RequestFactory().post("/accounts/signup/"))

    assert raised.value.response["Location"] == "/accounts/confirm-email/"
    assert User.objects.filter(email=SIGN_UP["email"]).count() == 1


def test_second_click_on_confirm_says_that_the_link_was_used(client: Client, db: None) -> None:
    client.post("/accounts/signup/", SIGN_UP)
    link = re.search(r"/accounts/confirm-email/[^\s/]+/", str(mail.outbox[0].body))
    assert link

    first = client.post(link[0])
    second = client.post(link[0])

    assert first.status_code == 302
    assert second.status_code == 200
    assert 'href="/accounts/login/"' in second.content.decode()
