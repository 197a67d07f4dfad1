from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from lms.audit.guards import TRAIL


@pytest.mark.django_db
def test_migration_puts_the_guards_on_and_takes_them_off() -> None:
    operation = import_module("lms.audit.migrations.0002_append_only").Migration.operations[0]

    class Editor:
        """Stands in for a schema editor, of which the migration uses the connection only."""

    editor = Editor()
    editor.connection = connection  # type: ignore[attr-defined]
    operation.code(apps, editor)
    assert TRAIL.missing(connection) == []
    operation.reverse_code(apps, editor)
    assert TRAIL.missing(connection) != []
