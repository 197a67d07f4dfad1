"""What the page of a certificate shows, as plain strings: the same whether it is rendered anew or filled into a form letter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime

from certification.certificates.models import Certificate
from certification.certificates.presentation import day_in_words, view_certificate


@dataclass(frozen=True)
class SheetFact:
    label: str
    value: str
    is_code: bool
    is_name: bool


@dataclass(frozen=True)
class SheetEvent:
    label: str
    tone: str
    iso: str
    day: str


@dataclass(frozen=True)
class SheetLine:
    """Of the public log."""

    label: str
    is_covered: bool
    iso: str
    moment: str
    place: str
    hash: str


@dataclass(frozen=True)
class Sheet:
    """``moment``: that everything here is true at."""

    status: str
    status_label: str
    meaning: str
    is_test: bool
    has_disclaimer: bool
    number: str
    token: str
    moment: str
    disclaimer: str
    facts: tuple[SheetFact, ...]
    events: tuple[SheetEvent, ...]
    lines: tuple[SheetLine, ...]


def make_sheet(certificate: Certificate, lines: Iterable[SheetLine], *, now: datetime) -> Sheet:
    """Reads ``events``, ``template``, ``domain`` and, of some kinds, what the certificate rests on."""
    view = view_certificate(certificate, now=now)
    disclaimer = certificate.template.disclaimer if certificate.template else ""
    return Sheet(
        status=str(view.status.value),
        status_label=view.status_label,
        meaning=str(view.meaning),
        is_test=certificate.is_test,
        has_disclaimer=bool(disclaimer),
        number=certificate.number,
        token=certificate.token,
        moment=date_format(localtime(now), "DATETIME_FORMAT"),
        disclaimer=disclaimer,
        facts=tuple(SheetFact(str(fact.label), str(fact.value), fact.is_code, fact.is_name) for fact in view.facts),
        events=tuple(
            SheetEvent(each.label, each.tone, each.at.isoformat(), day_in_words(each.at.date()))
            for each in view.happenings
        ),
        lines=tuple(lines),
    )


def make_line(label: str, at: datetime, *, place: int, leaf_hash: str, is_covered: bool) -> SheetLine:
    moment = localtime(at)
    return SheetLine(
        label, is_covered, moment.isoformat(), moment.strftime("%Y-%m-%d %H:%M"), f"{place:,}", leaf_hash[:16]
    )
