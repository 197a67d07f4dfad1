"""Triggers that let nobody change or delete the trail, the site's own database account among them.

SQLite drops a table's triggers when Django rebuilds the table: a migration that alters one of these tables ends with
``install_guards`` again. ``manage.py verify_audit`` says so where they are missing.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("audit_auditentry", "audit_auditseal")
_MESSAGE = "The audit trail is append-only."
_ROW_DEEDS = ("update", "delete")


def install_guards(connection: BaseDatabaseWrapper) -> None:
    remove_guards(connection)
    _execute(connection, _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)


def remove_guards(connection: BaseDatabaseWrapper) -> None:
    if connection.vendor == "postgresql":
        drops = [f"DROP TRIGGER IF EXISTS {name} ON {table}" for table, name in _names(connection)]
        drops.append("DROP FUNCTION IF EXISTS audit_refuse_change()")
    else:
        drops = [f"DROP TRIGGER IF EXISTS {name}" for _table, name in _names(connection)]
    _execute(connection, drops)


def missing_guards(connection: BaseDatabaseWrapper) -> list[str]:
    query = (
        "SELECT tgname FROM pg_trigger"
        if connection.vendor == "postgresql"
        else ("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {row[0] for row in cursor.fetchall()}
    return [name for _table, name in _names(connection) if name not in standing]


def _names(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    deeds = (*_ROW_DEEDS, "truncate") if connection.vendor == "postgresql" else _ROW_DEEDS
    return [(table, _name(table, deed)) for table in TABLES for deed in deeds]


def _name(table: str, deed: str) -> str:
    return f"{table}_no_{deed}"


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


_SQLITE = [
    f"CREATE TRIGGER {_name(table, deed)} BEFORE {deed.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
    for table in TABLES
    for deed in _ROW_DEEDS
]
_POSTGRESQL = [
    (
        "CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    ),
    *(
        f"CREATE TRIGGER {_name(table, deed)} BEFORE {deed.upper()} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()"
        for table in TABLES
        for deed in _ROW_DEEDS
    ),
    *(
        f"CREATE TRIGGER {_name(table, 'truncate')} BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()"
        for table in TABLES
    ),
]
