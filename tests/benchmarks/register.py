"""A register as large as an association's: written in bulk, each certificate with its result, its event and its line of the log."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import connection
from django.db.models import Model

from certification.certificates.enums import EventType
from certification.certificates.models import Certificate, CertificateEvent, LogEntry
from certification.certificates.numbers import format_number
from certification.certificates.transparency.leaves import Leaf, write_moment
from certification.marking.models import Result
from certification.sittings.models import Attempt

_BATCH = 2_000
_FIRST_SERIAL = 100_000
_Row = TypeVar("_Row", bound=Model)


def fill_register(count: int, *, like: Certificate, now: datetime) -> list[str]:
    """``count`` certificates of competency ``like`` one that was issued; their tokens. The log's tree, which nothing here asks for, is not built."""
    tokens: list[str] = []
    last = LogEntry.objects.order_by("-index").first()
    result = like.result
    if result is None:
        raise ValueError("Only a certificate of competency is copied.")
    for start in range(0, count, _BATCH):
        serials = range(start, min(start + _BATCH, count))
        attempts = Attempt.objects.bulk_create(_copies(result.attempt, len(serials)))
        results = Result.objects.bulk_create(
            _of_attempt(copy, attempt) for copy, attempt in zip(_copies(result, len(serials)), attempts, strict=True)
        )
        certificates = Certificate.objects.bulk_create(_certificates(serials, results, like))
        events = CertificateEvent.objects.bulk_create(
            CertificateEvent(certificate=each, type=EventType.ISSUED, at=now, actor=like.issued_by)
            for each in certificates
        )
        entries = list(_lines(events, last, now))
        LogEntry.objects.bulk_create(entries)
        last = entries[-1]
        tokens += [each.token for each in certificates]
    with connection.cursor() as cursor:
        # A planner that knows nothing of the tables would read them whole.
        cursor.execute("ANALYZE")
    return tokens


def _of_attempt(result: Result, attempt: Attempt) -> Result:
    result.attempt = attempt
    return result


def _certificates(serials: range, results: Sequence[Result], like: Certificate) -> Iterator[Certificate]:
    for serial, result, copy in zip(serials, results, _copies(like, len(serials)), strict=True):
        copy.uuid = Certificate._meta.get_field("uuid").get_default()
        copy.token = secrets.token_urlsafe(16)
        copy.number = format_number(
            kind="A", year=like.issued_at.year, domain="PAT", level="L2", serial=_FIRST_SERIAL + serial
        )
        copy.result = result
        yield copy


def _copies(row: _Row, count: int) -> Iterator[_Row]:
    """New rows with the same values."""
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    return (type(row)(**values) for _each in range(count))


def _lines(events: Sequence[CertificateEvent], last: LogEntry | None, now: datetime) -> Iterator[LogEntry]:
    for event in events:
        leaf = Leaf(
            what=EventType.ISSUED,
            at=write_moment(now),
            certificate=str(event.certificate.uuid),
            digest="ab" * 32,
            previous=None,
            salt=secrets.token_urlsafe(32),
        )
        last = LogEntry(
            index=last.index + 1 if last else 0,
            follows=last,
            certificate=event.certificate,
            event=event,
            leaf=str(leaf),
            leaf_hash=leaf.hash,
            appended_at=now,
        )
        yield last
