"""What pages show of a certificate: its printed facts, its status in words, and what happened to it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from certification.certificates.enums import ContributionRole, EventType, Kind, Status
from certification.certificates.models import Certificate, CertificateEvent
from certification.certificates.printed_words import (
    ID_TYPES,
    LEVELS,
    ROLES,
    Words,
    date_issued,
    format_hours,
    mask_id_number,
)
from certification.certificates.status import status_at
from lms.accounts.enums import IdType
from lms.competency.enums import Level
from lms.languages import in_chinese

MEANINGS: dict[Status, str | Promise] = {
    Status.VALID: _("This certificate was issued by the association and is valid."),
    Status.SUSPENDED: _("This certificate is suspended: it does not count until the association reinstates it."),
    Status.EXPIRED: _("The last day of this certificate has passed. It was genuine and valid until then."),
    Status.REVOKED: _("The association has revoked this certificate. It no longer counts."),
    Status.CANCELLED: _("This certificate was canceled at its holder’s own request. It no longer counts."),
    Status.REPLACED: _(
        "A newer issue of this certificate exists, and this one no longer counts. Ask the holder for the newer one."
    ),
}
_TONES: dict[str, str] = {
    EventType.ISSUED: "good",
    EventType.REINSTATED: "good",
    EventType.SUSPENDED: "waiting",
    EventType.REVOKED: "bad",
}

_SUBJECTS: dict[Kind, str | Promise] = {
    Kind.COURSE: pgettext_lazy("on the certificate", "Course"),
    Kind.LECTURER: pgettext_lazy("on the certificate", "Lecture or service"),
}


@dataclass(frozen=True)
class Fact:
    label: str | Promise
    value: str
    is_code: bool = False
    is_name: bool = False


@dataclass(frozen=True)
class Happening:
    label: str
    at: datetime
    tone: str


@dataclass(frozen=True)
class CertificateView:
    """``now`` is the moment that everything on the page is true at."""

    certificate: Certificate
    status: Status
    meaning: str | Promise
    facts: list[Fact]
    happenings: list[Happening]
    now: datetime

    @property
    def status_label(self) -> str:
        return str(self.status.label)


def view_certificate(certificate: Certificate, *, now: datetime) -> CertificateView:
    """Reads ``events``, ``domain`` and ``template``: prefetch them with ``queries.with_events``."""
    events = list(certificate.events.all())
    # Clocks of two servers may differ by a moment, and what has just been issued is out.
    moment = max(now, certificate.issued_at)
    # Without its first event nothing vouches for a certificate.
    status = status_at(events, valid_until=certificate.valid_until, moment=moment) or Status.SUSPENDED
    return CertificateView(
        certificate=certificate,
        status=status,
        meaning=MEANINGS[status],
        facts=printed_facts(certificate),
        happenings=[_happening(event) for event in events if event.at <= moment],
        now=now,
    )


def printed_facts(certificate: Certificate) -> list[Fact]:
    """Line by line what is on the paper, in its words; in another language their meaning stands beside them."""
    return [*_facts_of_holder(certificate), *_facts_of_kind(certificate), *_facts_of_issue(certificate)]


def shared_facts(certificate: Certificate, *, name: str) -> list[Fact]:
    """What a holder shows: nothing of the ID document, and as much of the name as they chose."""
    facts = [
        Fact(pgettext_lazy("on the certificate", "Name"), name, is_name=True),
        Fact(pgettext_lazy("on the certificate", "Number"), certificate.number, is_code=True),
    ]
    return [*facts, *_facts_of_kind(certificate), *_facts_of_issue(certificate)]


def _facts_of_holder(certificate: Certificate) -> list[Fact]:
    facts = [
        Fact(pgettext_lazy("on the certificate", "Number"), _number(certificate), is_code=True),
        Fact(pgettext_lazy("on the certificate", "Name"), certificate.name, is_name=True),
        Fact(pgettext_lazy("on the certificate", "Title"), certificate.title),
        Fact(
            pgettext_lazy("on the certificate", "ID type"),
            _both(ID_TYPES[IdType(certificate.id_type)].zh, str(IdType(certificate.id_type).label)),
        ),
        Fact(
            pgettext_lazy("on the certificate", "ID number"),
            mask_id_number(certificate.id_type, certificate.id_last4),
            is_code=True,
        ),
    ]
    if certificate.issue > 1:
        facts.insert(1, Fact(pgettext_lazy("on the certificate", "Issue"), str(certificate.issue)))
    return facts


def _facts_of_kind(certificate: Certificate) -> list[Fact]:
    """What was shown, attended, booked or given: lines that a certificate of this kind lacks are left out."""
    facts = []
    if certificate.subject:
        subject = Words(certificate.subject, certificate.subject_en or certificate.subject)
        facts.append(Fact(_SUBJECTS[Kind(certificate.kind)], _of(subject)))
    if certificate.contribution is not None:
        role = ROLES[ContributionRole(certificate.contribution.role)]
        facts.append(Fact(pgettext_lazy("on the certificate", "Role"), _of(role)))
    if certificate.domain is not None:
        domain = certificate.domain
        facts.append(Fact(pgettext_lazy("on the certificate", "Domain"), _of(Words(domain.name_zh, domain.name_en))))
    if certificate.level:
        level = LEVELS[Level(certificate.level)]
        facts.append(
            Fact(pgettext_lazy("on the certificate", "Level"), _both(f"{level.zh} {certificate.level}", level.en))
        )
    if certificate.began_on is not None and certificate.ended_on is not None:
        days = (certificate.began_on, certificate.ended_on)
        # One day is written once.
        period = " – ".join(day_in_words(day) for day in dict.fromkeys(days))
        facts.append(Fact(pgettext_lazy("on the certificate", "Training period"), period))
    if certificate.hours is not None:
        facts.append(Fact(pgettext_lazy("on the certificate", "Hours"), format_hours(certificate.hours)))
    if certificate.hours_statement is not None:
        professional = format_hours(certificate.hours_statement.professional_hours)
        facts.append(Fact(pgettext_lazy("on the certificate", "Professional hours"), professional))
    return facts


def _facts_of_issue(certificate: Certificate) -> list[Fact]:
    template = certificate.template
    facts = [Fact(pgettext_lazy("on the certificate", "Basis"), certificate.basis)]
    if certificate.kind != Kind.LECTURER:
        facts.append(Fact(pgettext_lazy("on the certificate", "Conclusion"), _both("合格", "Passed")))
    if certificate.paper_record is not None:
        facts += [
            Fact(pgettext_lazy("on the certificate", "Issuer"), certificate.paper_record.issuer_name),
            Fact(
                pgettext_lazy("on the certificate", "Form"),
                str(_("Issued on paper, before the platform: there is no PDF of it and no digital signature.")),
            ),
        ]
    if template is not None:
        facts += [
            Fact(pgettext_lazy("on the certificate", "Issuer"), template.issuer_name),
            Fact(
                pgettext_lazy("on the certificate", "Unified social credit code"),
                template.issuer_credit_code,
                is_code=True,
            ),
        ]
    facts.append(
        Fact(pgettext_lazy("on the certificate", "Issued on"), day_in_words(date_issued(certificate.issued_at)))
    )
    last_day = day_in_words(certificate.valid_until) if certificate.valid_until else str(_("No end"))
    facts.append(Fact(pgettext_lazy("on the certificate", "Valid until"), last_day))
    return facts


def _number(certificate: Certificate) -> str:
    """As it stands on the paper; the register keeps one form of dashes and brackets."""
    return certificate.paper_record.number_as_printed if certificate.paper_record else certificate.number


def _happening(event: CertificateEvent) -> Happening:
    # ``get_type_display`` takes ten times as long.
    return Happening(str(EventType(event.type).label), localtime(event.at), _TONES.get(event.type, ""))


def day_in_words(day: date) -> str:
    """In the reader's language. Thousands of certificates share a day."""
    return _day_in_words(day, get_language())


@lru_cache(maxsize=4096)
def _day_in_words(day: date, language: str | None) -> str:
    # ``date_format`` reads the language from the thread.
    return date_format(day)


def _of(words: Words) -> str:
    return _both(words.zh, words.en)


def _both(printed: str, meaning: str) -> str:
    return printed if in_chinese() or meaning == printed else f"{printed} ({meaning})"
