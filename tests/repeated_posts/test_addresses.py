"""Every address of ours that takes a form has a test that sends it twice."""

import pkgutil
from importlib import import_module

from tests import repeated_posts
from tests.repeated_posts.addresses import writing_addresses
from tests.repeated_posts.clicks import COVERED


def test_every_writing_address_is_sent_twice() -> None:
    for module in pkgutil.iter_modules(repeated_posts.__path__, f"{repeated_posts.__name__}."):
        import_module(module.name)

    found = writing_addresses()

    assert sorted(found - COVERED) == [], "Without a test that sends the form twice"
    assert sorted(COVERED - found) == [], "No address of ours that takes a form"
    assert len(found) > 50
