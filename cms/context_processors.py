"""What every page's frame shows: the association's name and the navigation."""

from typing import NamedTuple, TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from cms.menu import menu_pages
from lms.languages import in_chinese
from lms.notifications.queries import unread_count

ENGLISH_SITE_NAME = "Jingu IP Services Association"


class Link(TypedDict):
    label: str | Promise
    url: str
    current: bool
    count: int


class Screen(NamedTuple):
    """A label, the name of its route and the permission that opens it."""

    label: Promise
    route: str
    permission: str = ""


_MAIN = (
    Screen(_("Lectures"), "catalogue:list"),
    Screen(_("Assessments"), "sittings:list"),
    Screen(_("Verify a certificate"), "verification:verify"),
)
_MY_HOME, _DESK_HOME, _MESSAGES = "cms:my_home", "cms:desk_home", "notifications:messages"
_MY = (
    Screen(_("Overview"), _MY_HOME),
    Screen(_("My courses"), "learning:my_courses"),
    Screen(_("My hours"), "hours:my_hours"),
    Screen(_("My assessments"), "marking:my_assessments"),
    Screen(_("My certificates"), "certificates:my_certificates"),
    Screen(_("Who checked"), "employers:my_checks"),
    Screen(_("My credit profile"), "credit:my_credit"),
    Screen(_("For employers"), "employers:home"),
    Screen(_("My details"), "accounts:profile"),
    Screen(_("My consents"), "accounts:consent"),
    Screen(_("Messages"), _MESSAGES),
)
_DESK = (
    Screen(_("Overview"), _DESK_HOME),
    Screen(_("Rosters"), "learning:runs", "learning.add_checkin"),
    Screen(_("Marking"), "marking:desk", "marking.add_mark"),
    Screen(_("Results"), "marking:results", "marking.view_result"),
    Screen(_("Certificates"), "certificates:desk", "certificates.view_certificate"),
    Screen(_("Employers"), "employers:desk", "employers.view_employermember"),
    Screen(_("Licenses"), "accounts:licenses", "accounts.verify_license"),
    Screen(_("Credit records"), "credit:records", "credit.view_creditrecord"),
)


def site(request: HttpRequest) -> dict[str, object]:
    """Computed where a template shows it: an error page or a fragment pays for nothing."""
    return {
        "site_name": settings.WAGTAIL_SITE_NAME if in_chinese() else ENGLISH_SITE_NAME,
        "navigation": SimpleLazyObject(lambda: _main(request)),
        "section_navigation": SimpleLazyObject(lambda: _section(request)),
    }


def _main(request: HttpRequest) -> list[Link]:
    pages = [_link(request, page.label, page.path) for page in menu_pages()]
    return [_link(request, screen.label, reverse(screen.route)) for screen in _MAIN] + pages


def _section(request: HttpRequest) -> list[Link]:
    for home, screens in ((_MY_HOME, _MY), (_DESK_HOME, _DESK)):
        if request.path.startswith(reverse(home)):
            allowed = [each for each in screens if not each.permission or request.user.has_perm(each.permission)]
            return [_screen(request, each, exact=each.route == home) for each in allowed]
    return []


def _screen(request: HttpRequest, screen: Screen, *, exact: bool) -> Link:
    user = request.user
    count = unread_count(user) if screen.route == _MESSAGES and user.is_authenticated else 0
    return _link(request, screen.label, reverse(screen.route), exact=exact, count=count)


def _link(request: HttpRequest, label: str | Promise, url: str, *, exact: bool = False, count: int = 0) -> Link:
    current = request.path == url if exact else request.path.startswith(url)
    return {"label": label, "url": url, "current": current, "count": count}
