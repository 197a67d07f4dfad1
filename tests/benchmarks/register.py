"""A register as large as an association's: copied into PostgreSQL, each certificate with its result, its event and its line of the log."""

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import connection
from django.db.models import Model

from certification.certificates.enums import EventType
from certification.certificates.models import Certificate, LogEntry
from certification.certificates.numbers import format_number
from certification.certificates.transparency.leaves import Leaf, write_moment

_FIRST_SERIAL = 100_000


def fill_register(count: int, *, like: Certificate, now: datetime) -> list[str]:
    """``count`` certificates of competency ``like`` one that was issued; their tokens. The log's tree, which nothing here asks for, is not built."""
    result = like.result
    if result is None:
        raise ValueError("Only a certificate of competency is copied.")
    attempts = _new_keys(result.attempt, count)
    results = _new_keys(result, count)
    certificates = _new_keys(like, count)
    event = like.events.get(type=EventType.ISSUED)
    events = _new_keys(event, count)
    printed = [_number_and_addresses(serial, like) for serial in range(count)]
    _copy(result.attempt, ({"id": key} for key in attempts))
    _copy(result, ({"id": key, "attempt_id": attempt} for key, attempt in zip(results, attempts, strict=True)))
    _copy(
        like,
        (
            own | {"id": key, "result_id": result_key}
            for key, result_key, own in zip(certificates, results, printed, strict=True)
        ),
    )
    _copy(event, ({"id": key, "certificate_id": each} for key, each in zip(events, certificates, strict=True)))
    last = LogEntry.objects.order_by("-index").first()
    lines = _lines(certificates, events, printed, start=last.index + 1 if last else 0, now=now)
    _copy(LogEntry(index=0, certificate=like, event=event, appended_at=now), lines)
    with connection.cursor() as cursor:
        # A planner that knows nothing of the tables would read them whole.
        cursor.execute("ANALYZE")
    return [each["token"] for each in printed]


def _number_and_addresses(serial: int, like: Certificate) -> dict[str, Any]:
    number = format_number(kind="A", year=like.issued_at.year, domain="PAT", level="L2", serial=_FIRST_SERIAL + serial)
    return {"uuid": uuid4(), "token": secrets.token_urlsafe(16), "number": number}


def _lines(
    certificates: list[Any], events: list[Any], printed: list[dict[str, Any]], *, start: int, now: datetime
) -> Iterator[dict[str, Any]]:
    for index, (certificate, event, own) in enumerate(zip(certificates, events, printed, strict=True), start):
        leaf = Leaf(
            what=EventType.ISSUED,
            at=write_moment(now),
            certificate=str(own["uuid"]),
            digest="ab" * 32,
            previous=None,
            salt=secrets.token_urlsafe(32),
        )
        yield {
            "index": index,
            "follows_id": index - 1 if index else None,
            "certificate_id": certificate,
            "event_id": event,
            "leaf": str(leaf),
            "leaf_hash": leaf.hash,
        }


def _new_keys(row: Model, count: int) -> list[Any]:
    """As many primary keys for rows like this one."""
    key = row._meta.pk
    if key.has_default():
        return [key.get_default() for _each in range(count)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [row._meta.db_table, key.column, count],
        )
        return [number for (number,) in cursor.fetchall()]


def _copy(row: Model, differing: Iterable[dict[str, Any]]) -> None:
    """New rows with the values of ``row``, but for those ``differing``."""
    fields = row._meta.concrete_fields
    values = {field.attname: field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields}
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(row._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for own in differing:
            copy.write_row([*(values | own).values()])
