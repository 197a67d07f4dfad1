"""How people sign in, once each: a code of the second factor works a single time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.visitors import Visitor, Way, Windows, cookies_of
from tests.second_factor import code_of
from tests.services.site import Site


@dataclass
class Accounts:
    windows: Windows
    site: Site
    cookies: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def at_desk(self, role: str, way: Way) -> "Iterator[Visitor]":
        """One of the association's accounts, in a window of its own that speaks the way's language."""
        with self.windows.open(way, storage_state=self.cookies.get(role)) as visitor:
            if role not in self.cookies:
                sign_in_as_staff(visitor, self.site.demo["accounts"][role])
                self.cookies[role] = cookies_of(visitor)
            visitor.open("/desk/")
            visitor.speak(way.language)
            visitor.look()
            yield visitor

    @contextmanager
    def at_home(self, role: str, way: Way) -> "Iterator[Visitor]":
        """One of the practitioners."""
        with self.windows.open(way, storage_state=self.cookies.get(role)) as visitor:
            if role not in self.cookies:
                visitor.open("/accounts/login/")
                sign_in(visitor, self.site.demo["accounts"][role])
                visitor.arrive("**/my/")
                self.cookies[role] = cookies_of(visitor)
            yield visitor


def sign_in(visitor: Visitor, account: dict[str, str]) -> None:
    visitor.fill("input[name=login]", account["email"])
    visitor.fill("input[name=password]", account["password"])
    visitor.follow()


def sign_in_as_staff(visitor: Visitor, account: dict[str, str]) -> None:
    visitor.open("/accounts/login/?next=/desk/")
    visitor.speak(visitor.way.language)
    visitor.look()
    sign_in(visitor, account)
    visitor.wait_for("input[name=code]")
    visitor.look()
    visitor.fill("input[name=code]", code_of(account["totp_secret"]))
    visitor.follow()
    visitor.arrive("**/desk/")
