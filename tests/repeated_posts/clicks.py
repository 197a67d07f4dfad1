"""The same form sent twice in a row, as by a double click: rows of one click, and an answer that tells where one stands."""

import re
from collections.abc import Callable, Iterable
from html import unescape
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

# Names of the addresses whose form a test of this package sends twice.
COVERED: set[str] = set()

# Of the sign-in, not of the deed.
_NOT_WRITTEN_BY_A_DEED = {"sessions.session", "usersessions.usersession"}
# Wagtail's own journal of its editors says of every saving that there was one, and whether it changed anything.
WAGTAIL_JOURNAL = "wagtailcore.modellogentry"

_Test = Callable[..., None]
_Rows = dict[str, list[str]]


def repeats(address: str) -> Callable[[_Test], _Test]:
    """Says which address a test sends its form to."""
    COVERED.add(address)
    return lambda test: test


def press_twice(
    client: Client,
    path: str,
    sent: dict[str, Any] | None = None,
    *,
    says: str,
    writes: bool = True,
    apart_from: Iterable[str] = (),
    **how: Any,
) -> Any:
    """Sends it twice; the second changes no row at all, entries of the trail and messages included, and ``says`` something.

    ``says`` stands in the second answer, or on the page to which that leads. ``writes`` tells whether the first writes rows.
    """
    before = _rows(apart_from)
    first = client.post(path, _once_more(sent), **how)
    assert first.status_code < 400, f"{first.status_code}: {_readable(first)}"
    after_one = _rows(apart_from)
    assert (after_one != before) is writes, f"{first.status_code}: {_readable(first)}"
    # So that the page to which the second leads shows the second's message, not the first's.
    client.cookies.pop("messages", None)

    second = client.post(path, _once_more(sent), **how)

    assert second.status_code < 500
    differences = _differences(after_one, _rows(apart_from))
    assert not differences, differences
    shown = client.get(second["Location"]) if second.status_code == 302 else second
    assert says in unescape(shown.text), f"{second.status_code}: {_readable(shown)}"
    return second


def fill_form(client: Client, path: str, **changes: Any) -> dict[str, Any]:
    """What the browser would send from the page with the form as it comes, but for the changes."""
    form = client.get(path).context["form"]
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in (values | changes).items() if value is not None and value is not False}


def _once_more(sent: dict[str, Any] | None) -> dict[str, Any]:
    for value in (sent or {}).values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    return sent or {}


def _rows(apart_from: Iterable[str]) -> _Rows:
    """Every row of every table, as text."""
    left_out = _NOT_WRITTEN_BY_A_DEED | set(apart_from)
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.label_lower not in left_out]
    return {
        model._meta.label_lower: sorted(map(str, model._default_manager.order_by().values_list())) for model in models
    }


def _readable(page: Any) -> str:
    """The words of a page, for whoever reads why a test failed."""
    words = re.sub(
        r"<(style|script|svg|head|header|footer)\b.*?</\1>|<[^>]+>", " ", unescape(page.text), flags=re.DOTALL
    )
    return " ".join(words.split())


def _differences(one: _Rows, other: _Rows) -> list[str]:
    return [f"{table}: {row}" for table in one for row in sorted(set(one[table]) ^ set(other[table]))] + [
        f"{table}: other number of rows" for table in one if len(one[table]) != len(other[table])
    ]
