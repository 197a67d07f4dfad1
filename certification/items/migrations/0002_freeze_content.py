"""The text of a revision cannot change, whoever asks: a trigger refuses every update but of its state.

SQLite drops a table's triggers when a later migration rebuilds the table; such a migration makes them again, and
tests/certification/items/test_immutability.py says so when it forgets.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "items_itemrevision"
MESSAGE = "The content of an item revision is never changed; write a further revision."


def freeze(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"""
            CREATE FUNCTION {TABLE}_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF to_jsonb(OLD) - 'state' IS DISTINCT FROM to_jsonb(NEW) - 'state' THEN
                    RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NEW;
            END $$""")
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_frozen()"
        )
    else:
        columns = [field.column for field in apps.get_model("items", "ItemRevision")._meta.concrete_fields]
        changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in columns if name != "state")
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE ON {TABLE} WHEN {changed} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )


def thaw(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {TABLE}_frozen ON {TABLE}")
        schema_editor.execute(f"DROP FUNCTION {TABLE}_frozen()")
    else:
        schema_editor.execute(f"DROP TRIGGER {TABLE}_frozen")


class Migration(migrations.Migration):
    dependencies = [("items", "0001_initial")]

    operations = [migrations.RunPython(freeze, thaw)]
