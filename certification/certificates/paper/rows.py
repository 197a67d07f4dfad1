"""A line of the spreadsheet of paper certificates: read, and everything that is wrong with it. Pure but for the words."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from certification.certificates.enums import Kind
from certification.certificates.numbers import NotANumber
from certification.certificates.paper.numbers import read_paper_number
from lms.accounts.enums import IdType
from lms.competency.enums import Level

COLUMNS: dict[str, str | Promise] = {
    "number": gettext_lazy("Certificate number"),
    "title": pgettext_lazy("on the certificate", "Title"),
    "name": gettext_lazy("Holder’s name"),
    "id_type": gettext_lazy("ID type"),
    "id_last4": gettext_lazy("ID number, last four"),
    "kind": gettext_lazy("Kind"),
    "domain": gettext_lazy("Domain"),
    "level": gettext_lazy("Level"),
    "basis": gettext_lazy("Basis"),
    "issued_on": gettext_lazy("Issued on"),
    "valid_until": gettext_lazy("Valid until"),
    "holder": gettext_lazy("Holder’s ID number, if registered here"),
}
OPTIONAL = {"valid_until", "holder", "domain", "level"}
_LONGEST = {"title": 160, "name": 60, "basis": 200}
_LAST4 = re.compile(r"[0-9A-Z]{4}")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_FIRST_DAY = date(1980, 1, 1)


class Unread(Enum):
    """A date that is none, apart from one that is not there."""

    DAY = "day"


@dataclass(frozen=True)
class PaperRow:
    """What a line says, as it is kept until it is entered; ``practitioner``: the holder's account."""

    line: int
    number: str
    number_as_printed: str
    title: str
    name: str
    id_type: str
    id_last4: str
    kind: str
    domain: str
    level: str
    basis: str
    issued_on: str
    valid_until: str
    practitioner: int | None
    problems: tuple[str, ...]

    def values(self) -> dict[str, Any]:
        return {**self.__dict__, "problems": list(self.problems)}

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> "PaperRow":
        return cls(**{**values, "problems": tuple(values["problems"])})


class RowReader:
    """Reads one line and collects every problem, so that they are all seen at once."""

    def __init__(self, cells: Mapping[str, str], *, line: int, domains: Collection[str], today: date) -> None:
        self.cells = cells
        self.line = line
        self.domains = domains
        self.today = today
        self.problems: list[str] = []

    def read(self) -> PaperRow:
        number = self._number()
        kind = self._word("kind", Kind)
        days = self._days()
        return PaperRow(
            line=self.line,
            number=number,
            number_as_printed=self.cells.get("number", "")[:40],
            title=self._text("title"),
            name=self._text("name"),
            id_type=self._word("id_type", IdType),
            id_last4=self._last4(),
            kind=kind,
            domain=self._domain(kind),
            level=self._level(kind),
            basis=self._text("basis"),
            issued_on=days[0],
            valid_until=days[1],
            practitioner=None,
            problems=tuple(self.problems),
        )

    def _complain(self, name: str, problem: str) -> str:
        self.problems.append(f"{COLUMNS[name]}: {problem}")
        return ""

    def _text(self, name: str) -> str:
        text = self.cells.get(name, "")
        if not text and name not in OPTIONAL:
            return self._complain(name, _("is missing."))
        longest = _LONGEST.get(name)
        if longest and len(text) > longest:
            return self._complain(name, _("is longer than %(most)s characters.") % {"most": longest})
        return text

    def _number(self) -> str:
        text = self._text("number")
        try:
            return read_paper_number(text) if text else ""
        except NotANumber:
            return self._complain(
                "number",
                _(
                    "must have 4 to 32 characters with a digit among them, and must not look like one of the platform’s own (TJIP-…)."
                ),
            )

    def _word(self, name: str, choices: type[TextChoices]) -> str:
        """The value, or its label in any language of the site."""
        text = self._text(name)
        if not text:
            return ""
        known = {value.upper(): value for value in choices.values}
        for language, _label in settings.LANGUAGES:
            with override(language):
                known |= {str(choice.label).upper(): str(choice.value) for choice in choices}
        if text.upper() not in known:
            return self._complain(name, _("is none of: %(words)s.") % {"words": ", ".join(map(str, choices.labels))})
        return known[text.upper()]

    def _last4(self) -> str:
        text = self._text("id_last4").upper()
        if text and not _LAST4.fullmatch(text):
            return self._complain("id_last4", _("must be four letters or digits. Format the column as text."))
        return text

    def _domain(self, kind: str) -> str:
        text = self._text("domain").upper()
        if not text and kind == Kind.COMPETENCY:
            return self._complain("domain", _("is missing: a certificate of competency has one."))
        if text and text not in self.domains:
            return self._complain("domain", _("is none of: %(words)s.") % {"words": ", ".join(self.domains)})
        return text

    def _level(self, kind: str) -> str:
        text = self._text("level").upper()
        if not text and kind == Kind.COMPETENCY:
            return self._complain("level", _("is missing: a certificate of competency has one."))
        if text and text not in Level.values:
            return self._complain("level", _("is none of: %(words)s.") % {"words": ", ".join(Level.values)})
        return text

    def _days(self) -> tuple[str, str]:
        issued_on, valid_until = self._day("issued_on"), self._day("valid_until")
        if isinstance(issued_on, date):
            if not _FIRST_DAY <= issued_on <= self.today:
                self._complain("issued_on", _("is not a day between 1980 and today."))
            if isinstance(valid_until, date) and valid_until < issued_on:
                self._complain("valid_until", _("is before the day of issue."))
        return _written(issued_on), _written(valid_until)

    def _day(self, name: str) -> date | Unread | None:
        text = self._text(name)
        if not text:
            return None
        match = _DAY.fullmatch(text)
        try:
            # No match has no groups, and a date needs three numbers.
            return date(*map(int, match.groups() if match else ()))
        except (ValueError, TypeError):
            self._complain(name, _("is not a date such as 2019-06-30."))
            return Unread.DAY


def _written(day: date | Unread | None) -> str:
    return day.isoformat() if isinstance(day, date) else ""
