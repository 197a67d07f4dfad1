import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from lms.accounts.access import is_staff_member, practitioner_required, staff_permission_required, user_of
from lms.accounts.models import Practitioner, User


@practitioner_required
def _own(request: HttpRequest, practitioner: Practitioner, number: int) -> HttpResponse:
    return HttpResponse(f"{practitioner.name} {number}")


@staff_permission_required("accounts.verify_license")
def _staff(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse(str(number))


def _get(user: User | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/my/thing/?a=1")
    request.user = user
    return request


def test_practitioner_is_handed_to_the_view(practitioner: Practitioner) -> None:
    assert _own(_get(practitioner.user), number=3).content.decode() == "林虚光 3"  # type: ignore[attr-defined]


def test_anonymous_visitor_is_sent_to_sign_in() -> None:
    for view in (_own, _staff):
        answer = view(_get(AnonymousUser()), number=1)
        assert answer.headers["Location"] == "/accounts/login/?next=/my/thing/%3Fa%3D1"


def test_newcomer_is_sent_to_register_and_told_so(newcomer_client: Client) -> None:
    page = newcomer_client.get("/my/consent/", follow=True)
    assert page.redirect_chain == [("/my/profile/?next=%2Fmy%2Fconsent%2F", 302)]
    assert "Register as a practitioner first." in page.content.decode()


def test_registrar_passes_and_others_find_nothing(registrar: User, examiner: User, practitioner: Practitioner) -> None:
    assert _staff(_get(registrar), number=7).status_code == 200
    for user in (examiner, practitioner.user):
        with pytest.raises(Http404):
            _staff(_get(user), number=7)


def test_staff_is_whoever_can_reach_a_staff_screen(registrar: User, practitioner: Practitioner) -> None:
    registrar.is_staff = False
    assert is_staff_member(registrar)
    assert not is_staff_member(practitioner.user)


def test_no_account_behind_an_anonymous_request() -> None:
    with pytest.raises(PermissionDenied):
        user_of(_get(AnonymousUser()))
