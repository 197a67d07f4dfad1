"""A paper is frozen: a trigger refuses every update of it and of its items, whoever asks.

SQLite drops a table's triggers when a later migration rebuilds the table; such a migration makes them again, and
tests/certification/papers/test_constraints.py says so when it forgets.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ["papers_paper", "papers_paperitem"]
MESSAGE = "A paper is never changed; assemble another."


def freeze(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute(f"""
            CREATE FUNCTION papers_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
            END $$""")
    for table in TABLES:
        body = "FOR EACH ROW EXECUTE FUNCTION papers_frozen()" if postgresql else f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        schema_editor.execute(f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} {body}")


def thaw(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER {table}_frozen" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        schema_editor.execute("DROP FUNCTION papers_frozen()")


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial")]

    operations = [migrations.RunPython(freeze, thaw)]
