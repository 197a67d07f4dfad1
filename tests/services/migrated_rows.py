"""The rows that the migrations made, put back by the database itself behind each test with real transactions.

Django would empty every table, which in PostgreSQL makes thousands of files anew, and then save each row again: together longer than most of
the tests. On PostgreSQL the tests' user must be a superuser, as it is in the cluster that they start.
"""

from collections.abc import Iterable
from pathlib import Path
from tempfile import mkdtemp

from django.db import connection

_REMEMBER = """
DO $$
DECLARE each text; is_empty boolean;
BEGIN
    DROP SCHEMA IF EXISTS migrated CASCADE;
    CREATE SCHEMA migrated;
    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations' LOOP
        EXECUTE format('SELECT NOT EXISTS (SELECT FROM public.%I)', each) INTO is_empty;
        CONTINUE WHEN is_empty;
        EXECUTE format('CREATE TABLE migrated.%1$I AS TABLE public.%1$I', each);
    END LOOP;
END $$
"""
# No constraint is checked, for the rows fitted together before.
_PUT_BACK = """
DO $$
DECLARE each text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations' LOOP
        EXECUTE format('DELETE FROM public.%I', each);
    END LOOP;
    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'migrated' LOOP
        EXECUTE format('INSERT INTO public.%1$I SELECT * FROM migrated.%1$I', each);
    END LOOP;
END $$
"""
# The tables of the text index are its own business: triggers fill it.
_TABLES_IN_SQLITE = """
SELECT name FROM migrated.sqlite_master WHERE type = 'table'
AND name NOT IN ('django_migrations', 'sqlite_sequence') AND name NOT LIKE 'wagtailsearch_indexentry_fts%'
"""


def put_back_instead_of_flush() -> None:
    """From now on, wherever Django's tests empty the database of this process."""
    remembered = Path(mkdtemp(prefix="talent-rows-")) / "migrated.sqlite3"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_REMEMBER)
        else:
            cursor.execute("VACUUM INTO %s", [str(remembered)])

    def execute_sql_flush(sql_list: Iterable[str]) -> None:
        if connection.vendor == "postgresql":
            _put_back_in_postgres()
        else:
            _put_back_in_sqlite(remembered)

    connection.ops.execute_sql_flush = execute_sql_flush  # type: ignore[method-assign]  # what `flush` calls
    # What Django would save again, row by row, before the next such test.
    connection._test_serialized_contents = "[]"  # type: ignore[attr-defined]  # missing in the stubs


def _put_back_in_postgres() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_PUT_BACK)


def _put_back_in_sqlite(remembered: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ATTACH DATABASE %s AS migrated", [str(remembered)])
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute(_TABLES_IN_SQLITE)
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute("BEGIN IMMEDIATE")
        for table in tables:
            cursor.execute(f'DELETE FROM main."{table}"')  # noqa: S608 - the names of our own tables
            cursor.execute(f'INSERT INTO main."{table}" SELECT * FROM migrated."{table}"')  # noqa: S608 - likewise
        cursor.execute("COMMIT")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("DETACH DATABASE migrated")
