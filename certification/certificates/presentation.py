"""What pages show of a certificate: its printed facts, its status in words, and what happened to it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.certificates.documents import ID_TYPES, LEVELS, date_issued, mask_id_number
from certification.certificates.enums import EventType, Status
from certification.certificates.models import Certificate, CertificateEvent
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


@dataclass(frozen=True)
class Fact:
    label: str | Promise
    value: str
    is_code: bool = False


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
    domain, template = certificate.domain, certificate.template
    level_zh, level_en = LEVELS[Level(certificate.level)]
    number = certificate.number
    facts = [
        Fact(pgettext_lazy("on the certificate", "Number"), number, is_code=True),
        Fact(pgettext_lazy("on the certificate", "Name"), certificate.name),
        Fact(pgettext_lazy("on the certificate", "Title"), certificate.title),
        Fact(
            pgettext_lazy("on the certificate", "ID type"),
            _both(ID_TYPES[IdType(certificate.id_type)], certificate.get_id_type_display()),
        ),
        Fact(
            pgettext_lazy("on the certificate", "ID number"),
            mask_id_number(certificate.id_type, certificate.id_last4),
            is_code=True,
        ),
        Fact(pgettext_lazy("on the certificate", "Domain"), _both(domain.name_zh, domain.name_en)),
        Fact(pgettext_lazy("on the certificate", "Level"), _both(f"{level_zh} {certificate.level}", level_en)),
        Fact(pgettext_lazy("on the certificate", "Basis"), certificate.basis),
        Fact(pgettext_lazy("on the certificate", "Conclusion"), _both("合格", "Passed")),
        Fact(pgettext_lazy("on the certificate", "Issuer"), template.issuer_name),
        Fact(
            pgettext_lazy("on the certificate", "Unified social credit code"), template.issuer_credit_code, is_code=True
        ),
        Fact(pgettext_lazy("on the certificate", "Issued on"), date_format(date_issued(certificate.issued_at))),
        Fact(
            pgettext_lazy("on the certificate", "Valid until"),
            date_format(certificate.valid_until) if certificate.valid_until else str(_("No end")),
        ),
    ]
    if certificate.issue > 1:
        facts.insert(1, Fact(pgettext_lazy("on the certificate", "Issue"), str(certificate.issue)))
    return facts


def _happening(event: CertificateEvent) -> Happening:
    return Happening(event.get_type_display(), localtime(event.at), _TONES.get(event.type, ""))


def _both(printed: str, meaning: str) -> str:
    return printed if in_chinese() else f"{printed} ({meaning})"
