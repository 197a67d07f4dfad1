from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from lms.accounts.roles import sync_roles


@pytest.fixture(scope="module")
def emptied(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database to make a demonstration in, for all tests of a module; what they make is undone behind the last of them."""
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            # Tables that held rows and hold none now are planned for as if they never would: seconds for a query of the next thousand.
            with connection.cursor() as cursor:
                cursor.execute("VACUUM")
        with transaction.atomic():
            if not Group.objects.exists():
                sync_roles(apps)
            yield
            transaction.set_rollback(True)
