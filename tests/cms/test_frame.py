from datetime import datetime

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override

from cms.context_processors import site
from cms.models import HomePage
from lms.accounts.models import Practitioner, User
from lms.notifications.services import notify
from tests.conftest import signed_in


@pytest.mark.parametrize(
    ("language", "name"), [("zh-hans", "津沽知识产权服务行业协会"), ("en", "Jingu IP Services Association")]
)
def test_site_is_named_in_the_language_of_the_page(rf: RequestFactory, language: str, name: str) -> None:
    with override(language):
        assert site(rf.get("/"))["site_name"] == name


def test_menu_marks_where_one_is(db: None, client: Client) -> None:
    entries = client.get("/courses/").context["navigation"]

    assert [(entry["url"], entry["current"]) for entry in entries] == [
        ("/courses/", True),
        ("/assessments/", False),
        ("/verify/", False),
    ]


def test_public_page_has_no_section(db: None, client: Client) -> None:
    assert list(client.get("/search/").context["section_navigation"]) == []


def test_messages_show_how_many_are_unread(
    practitioner: Practitioner, practitioner_client: Client, now: datetime
) -> None:
    notify(recipient=practitioner.user, key="a", subject="通知", body="正文", now=now)

    entries = practitioner_client.get("/my/").context["section_navigation"]

    assert [(entry["url"], entry["count"]) for entry in entries if entry["count"]] == [("/my/messages/", 1)]
    assert [entry["url"] for entry in entries if entry["current"]] == ["/my/"]


def test_desk_shows_the_screens_of_the_role(registrar: User, marker: User) -> None:
    for user, urls in (
        (registrar, ["/desk/", "/desk/results/", "/desk/certificates/", "/desk/employers/", "/desk/licenses/"]),
        (marker, ["/desk/", "/desk/marking/"]),
    ):
        entries = signed_in(user).get("/desk/").context["section_navigation"]
        assert [entry["url"] for entry in entries] == urls


@pytest.mark.parametrize("path", ["/", "/search/", "/search/?q=创新", "/courses/nothing/"])
def test_anonymous_page_makes_no_session(home: HomePage, client: Client, path: str) -> None:
    response = client.get(path)

    assert "sessionid" not in response.cookies


def test_admin_alone_may_have_script_in_the_page(home: HomePage, course_manager: User) -> None:
    client = signed_in(course_manager)
    inline = "script-src-elem 'self' 'unsafe-inline'"

    admin = client.get("/cms/").headers["Content-Security-Policy"]
    assert inline in admin
    assert "script-src 'self';" in admin + ";"
    for path in ("/", "/search/", "/my/", "/desk/"):
        assert "unsafe" not in client.get(path).headers["Content-Security-Policy"]
