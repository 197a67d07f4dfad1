"""The menu in the cache follows the pages."""

from typing import Any

from django.db import connections, transaction

from cms.menu import refresh_menu
from cms.models import SectionPage


def renew_menu(**event: Any) -> None:
    transaction.on_commit(refresh_menu)


def fill_menu(*, using: str, **event: Any) -> None:
    """After a migration: what an earlier version kept may have another form."""
    if SectionPage._meta.db_table in connections[using].introspection.table_names():
        refresh_menu()
