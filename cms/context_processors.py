"""What every page's frame shows: the association's name and the navigation."""

from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Link(TypedDict):
    label: str | Promise
    url: str
    current: bool


_MAIN = [
    (_("Lectures"), "/courses/"),
    (_("Assessments"), "/assessments/"),
    (_("Verify a certificate"), "/verify/"),
]
_MY = [
    (_("Overview"), "/my/"),
    (_("My courses"), "/my/courses/"),
    (_("My hours"), "/my/hours/"),
    (_("My assessments"), "/my/assessments/"),
    (_("My certificates"), "/my/certificates/"),
    (_("My credit profile"), "/my/credit/"),
    (_("My details"), "/my/profile/"),
    (_("My consents"), "/my/consent/"),
    (_("Messages"), "/my/messages/"),
]
# Each desk screen with the permission that opens it.
_DESK = [
    (_("Overview"), "/desk/", None),
    (_("Rosters"), "/desk/runs/", "learning.add_checkin"),
    (_("Marking"), "/desk/marking/", "marking.add_mark"),
    (_("Results"), "/desk/results/", "marking.view_result"),
    (_("Certificates"), "/desk/certificates/", "certificates.view_certificate"),
    (_("Licences"), "/desk/licences/", "accounts.verify_licence"),
    (_("Credit records"), "/desk/credit/", "credit.view_creditrecord"),
]


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "navigation": [_link(request, label, url) for label, url in _MAIN],
        "section_navigation": _section(request),
    }


def _section(request: HttpRequest) -> list[Link]:
    if request.path.startswith("/my/"):
        return [_link(request, label, url, exact=url == "/my/") for label, url in _MY]
    if request.path.startswith("/desk/"):
        user = request.user
        return [
            _link(request, label, url, exact=url == "/desk/")
            for label, url, permission in _DESK
            if permission is None or user.has_perm(permission)
        ]
    return []


def _link(request: HttpRequest, label: str | Promise, url: str, *, exact: bool = False) -> Link:
    current = request.path == url if exact else request.path.startswith(url)
    return {"label": label, "url": url, "current": current}
