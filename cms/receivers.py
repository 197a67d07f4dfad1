"""The menu follows the pages."""

from typing import Any

from django.db import connections, transaction

from cms.menu import load_menu, renew_menu
from cms.models import SectionPage


def pages_changed(**event: Any) -> None:
    transaction.on_commit(renew_menu)


def migrated(*, using: str, **event: Any) -> None:
    if SectionPage._meta.db_table in connections[using].introspection.table_names():
        load_menu()
