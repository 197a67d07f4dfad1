"""Triggers that let nobody change or delete what the transparency log has, the site's own database account among them.

SQLite drops a table's triggers when Django rebuilds the table: a migration that alters one of these tables ends with
``install_guards`` again. ``manage.py verify_log`` says so where they are missing.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("certificates_logentry", "certificates_lognode", "certificates_treehead")
_MESSAGE = "The transparency log is append-only."


def install_guards(connection: BaseDatabaseWrapper) -> None:
    remove_guards(connection)
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgresql:
            cursor.execute(_POSTGRESQL_FUNCTION)
        for table, deed, name in _triggers(connection):
            each = "STATEMENT" if deed == "truncate" else "ROW"
            body = (
                f"FOR EACH {each} EXECUTE FUNCTION certificates_log_refuse_change()"
                if postgresql
                else f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
            )
            cursor.execute(f"CREATE TRIGGER {name} BEFORE {deed.upper()} ON {table} {body}")


def remove_guards(connection: BaseDatabaseWrapper) -> None:
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for table, _deed, name in _triggers(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if postgresql else ""))
        if postgresql:
            cursor.execute("DROP FUNCTION IF EXISTS certificates_log_refuse_change()")


def missing_guards(connection: BaseDatabaseWrapper) -> list[str]:
    standing = "pg_trigger" if connection.vendor == "postgresql" else "sqlite_master WHERE type = 'trigger'"
    column = "tgname" if connection.vendor == "postgresql" else "name"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {standing}")  # noqa: S608 - both are written above
        names = {row[0] for row in cursor.fetchall()}
    return [name for _table, _deed, name in _triggers(connection) if name not in names]


def _triggers(connection: BaseDatabaseWrapper) -> list[tuple[str, str, str]]:
    deeds = ("update", "delete", "truncate") if connection.vendor == "postgresql" else ("update", "delete")
    return [(table, deed, f"{table}_no_{deed}") for table in TABLES for deed in deeds]


_POSTGRESQL_FUNCTION = (
    "CREATE FUNCTION certificates_log_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
)
