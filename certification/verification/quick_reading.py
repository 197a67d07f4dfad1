"""One certificate by its token, with all that its page shows, in one statement that each process writes once.

Through the ORM the same takes four milliseconds of a processor, most of them to write the same statements again; this takes a fifth of one.
PostgreSQL keeps it prepared, for planning it takes longer than all the rest of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, Subquery
from django.db.models.sql.compiler import SQLCompiler

from certification.certificates.enums import EventType
from certification.certificates.models import Certificate, CertificateEvent, TreeHead
from certification.verification.findings import Happened, PrintedCertificate
from certification.verification.queries import TOKEN
from certification.verification.sheets import SheetLine, make_line

# Stands in the statement where a token comes; no token is as long.
_PLACE = "the token that is asked for"
# What a competency certificate shows; what others rest on is asked for when they are shown.
_RELATED = ("template", "domain")


@dataclass(frozen=True)
class _Plan:
    """The statement, and what its columns are."""

    compiler: SQLCompiler
    converters: dict[int, Any]
    sql: str
    parameters: tuple[Any, ...]


@dataclass(frozen=True)
class Reading:
    """``lines``: of its events, as the public log has them."""

    certificate: Certificate
    events: list[CertificateEvent]
    lines: list[SheetLine]


def read_by_token(token: str) -> Reading | None:
    if not TOKEN.fullmatch(token):
        return None
    plan = _plan(DEFAULT_DB_ALIAS, connections[DEFAULT_DB_ALIAS].vendor)
    rows = _fetch(plan.sql, [token if each == _PLACE else each for each in plan.parameters])
    if plan.converters:
        rows = [tuple(row) for row in plan.compiler.apply_converters(rows, plan.converters)]
    return _read(rows) if rows else None


def _fetch(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    """Without asking first whether the connection still lives, which takes as long as the question itself: a dead one says so, and is replaced."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.health_check_done = True  # type: ignore[attr-defined]  # missing in the stubs
    try:
        return _fetch_with(connection, sql, parameters)
    except (InterfaceError, DatabaseError):
        # Or what it keeps prepared is gone, or no longer fits the tables.
        if connection.in_atomic_block:
            raise
        connection.close()
        return _fetch_with(connection, sql, parameters)


def _fetch_with(connection: BaseDatabaseWrapper, sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with _cursor(connection) as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _cursor(connection: BaseDatabaseWrapper) -> CursorWrapper:
    """On PostgreSQL one that prepares its statements, as ``prepare_threshold`` of the settings says; Django's own put every value into the text."""
    # A log of queries sees them in full.
    if connection.vendor != "postgresql" or connection.queries_logged:
        return connection.cursor()
    connection.ensure_connection()
    cursor = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]  # the stubs forget that it is psycopg's
    wrapped: CursorWrapper = connection._prepare_cursor(cursor)  # type: ignore[attr-defined]  # missing in the stubs
    return wrapped


def printed(reading: Reading) -> PrintedCertificate:
    """What the API answers with."""
    certificate = reading.certificate
    return PrintedCertificate(
        pk=certificate.pk,
        uuid=certificate.uuid,
        kind=certificate.kind,
        number=certificate.number,
        issue=certificate.issue,
        name=certificate.name,
        title=certificate.title,
        subject=certificate.subject,
        domain=certificate.domain_id,
        level=certificate.level,
        basis=certificate.basis,
        issuer=certificate.issuer_name,
        issued_at=certificate.issued_at,
        valid_until=certificate.valid_until,
        is_test=certificate.is_test,
        events=tuple(Happened(each.type, each.at) for each in reading.events),
    )


@lru_cache
def _plan(alias: str, vendor: str) -> _Plan:
    """``vendor`` tells the test databases of one process apart."""
    newest = TreeHead.objects.order_by("-at", "-pk").values("size")[:1]
    columns = [name for model, prefix in _parts() for name in (f"{prefix}{each}" for each in _names(model))]
    queryset = (
        Certificate.objects.filter(token=_PLACE)
        .annotate(head_size=Subquery(newest))
        .order_by("events__at", "events__pk")
        .values_list(
            *columns,
            *(f"events__{name}" for name in _names(CertificateEvent)),
            "events__log_entry__index",
            "events__log_entry__leaf_hash",
            "head_size",
        )
    )
    compiler = queryset.query.get_compiler(alias)
    sql, parameters = compiler.as_sql()
    converters = compiler.get_converters(expression for expression, _sql, _alias in compiler.select)
    return _Plan(compiler, converters, sql, tuple(parameters))


@lru_cache
def _parts() -> list[tuple[type[Model], str]]:
    related = [(cast("type[Model]", Certificate._meta.get_field(name).related_model), f"{name}__") for name in _RELATED]
    return [(Certificate, ""), *related]


@lru_cache
def _names(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


def _read(rows: Sequence[Sequence[Any]]) -> Reading:
    first, at = rows[0], len(_names(Certificate))
    certificate = cast("Certificate", _make(Certificate, first[:at]))
    for name, (model, _prefix) in zip(_RELATED, _parts()[1:], strict=True):
        end = at + len(_names(model))
        setattr(certificate, name, _make_related(model, tuple(first[at:end])))
        at = end
    events, lines = _read_events(rows, at)
    # As a prefetch would have left them.
    certificate._prefetched_objects_cache = {"events": events}  # type: ignore[attr-defined]  # Django's own
    return Reading(certificate, events, lines)


def _read_events(rows: Sequence[Sequence[Any]], at: int) -> tuple[list[CertificateEvent], list[SheetLine]]:
    events, lines = [], []
    for row in rows:
        if row[at] is None:
            continue
        event = cast("CertificateEvent", _make(CertificateEvent, row[at:-3]))
        index, leaf_hash, head_size = row[-3:]
        events.append(event)
        if index is not None:
            label = str(EventType(event.type).label)
            lines.append(
                make_line(label, event.at, place=index + 1, leaf_hash=leaf_hash, is_covered=(head_size or 0) > index)
            )
    return events, lines


@lru_cache(maxsize=256)
def _make_related(model: type[Model], values: tuple[Any, ...]) -> Model | None:
    """Thousands of certificates have the same, which nobody writes to. Of a relation that leads nowhere every column is empty, its key first."""
    return _make(model, values) if values[0] is not None else None


def _make(model: type[Model], values: Sequence[Any]) -> Model:
    return model.from_db(DEFAULT_DB_ALIAS, _names(model), values)
