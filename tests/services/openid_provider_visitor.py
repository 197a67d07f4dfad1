"""Somebody who fills in forms and follows links on two sites, as a browser without scripts does."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from requests import Response, Session

from tests.services.process import PATIENCE_SECONDS


@dataclass
class Form:
    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.refresh = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(values.get("action", "")))
        elif tag == "a":
            self.links.append(values.get("href", ""))
        elif tag == "meta" and values.get("http-equiv") == "refresh":
            self.refresh = values["content"].partition("URL='")[2].rstrip("'")
        elif tag == "input" and self.forms and "name" in values:
            is_choice = values.get("type") in {"checkbox", "radio"}
            if not is_choice or "checked" in values:
                self.forms[-1].fields.setdefault(values["name"], []).append(values.get("value", ""))


class Visitor:
    """A browser of one's own: its cookies, and the page that it shows."""

    def __init__(self) -> None:
        self.session = Session()
        self.session.trust_env = False
        self.page: Response

    def open(self, url: str) -> None:
        self._show(self.session.get(url, timeout=PATIENCE_SECONDS))

    def follow(self, part: str) -> None:
        """The first link whose address contains ``part``."""
        self.open(urljoin(self.page.url, next(link for link in self._read().links if part in link)))

    def submit(self, **entries: str) -> None:
        """The form that has all of these fields; without any, the page's last one."""
        forms = [form for form in self._read().forms if entries.keys() <= form.fields.keys() | _BUTTONS]
        form = forms[-1]
        data = form.fields | {name: [value] for name, value in entries.items()}
        address = urljoin(self.page.url, form.action)
        headers = {"Referer": self.page.url}
        self._show(self.session.post(address, data=_pairs(data), headers=headers, timeout=PATIENCE_SECONDS))

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        return self.page.text

    def _read(self) -> _Reader:
        return _Reader(self.page.text)

    def _show(self, page: Response) -> None:
        self.page = page
        if refresh := self._read().refresh:
            self.open(urljoin(page.url, refresh))


_BUTTONS = {"action"}


def _pairs(data: dict[str, list[str]]) -> Iterable[tuple[str, str]]:
    return [(name, value) for name, values in data.items() for value in values]
