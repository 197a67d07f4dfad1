"""Triggers that let nobody change or delete what is append-only, the site's own database account among them.

SQLite drops a table's triggers when Django rebuilds the table: a migration that alters such a table ends with ``install`` again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class AppendOnly:
    """Tables that only grow. ``function`` is what PostgreSQL calls where ``message`` is raised."""

    tables: tuple[str, ...]
    message: str
    function: str

    def install(self, connection: BaseDatabaseWrapper) -> None:
        self.remove(connection)
        postgresql = connection.vendor == "postgresql"
        with connection.cursor() as cursor:
            if postgresql:
                cursor.execute(
                    f"CREATE FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                    f"RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
                )
            for table, deed, name in self._triggers(connection):
                each = "STATEMENT" if deed == "truncate" else "ROW"
                body = (
                    f"FOR EACH {each} EXECUTE FUNCTION {self.function}()"
                    if postgresql
                    else f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
                )
                cursor.execute(f"CREATE TRIGGER {name} BEFORE {deed.upper()} ON {table} {body}")

    def remove(self, connection: BaseDatabaseWrapper) -> None:
        postgresql = connection.vendor == "postgresql"
        with connection.cursor() as cursor:
            for table, _deed, name in self._triggers(connection):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if postgresql else ""))
            if postgresql:
                cursor.execute(f"DROP FUNCTION IF EXISTS {self.function}()")

    def missing(self, connection: BaseDatabaseWrapper) -> list[str]:
        query = (
            "SELECT tgname FROM pg_trigger"
            if connection.vendor == "postgresql"
            else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        )
        with connection.cursor() as cursor:
            cursor.execute(query)
            standing = {row[0] for row in cursor.fetchall()}
        return [name for _table, _deed, name in self._triggers(connection) if name not in standing]

    def _triggers(self, connection: BaseDatabaseWrapper) -> Iterator[tuple[str, str, str]]:
        deeds = ("update", "delete", "truncate") if connection.vendor == "postgresql" else ("update", "delete")
        return ((table, deed, f"{table}_no_{deed}") for table in self.tables for deed in deeds)


TRAIL = AppendOnly(
    tables=("audit_auditentry", "audit_auditseal"),
    message="The audit trail is append-only.",
    function="audit_refuse_change",
)
