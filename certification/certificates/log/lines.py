"""What the log says of a row: the leaf that an event, a document or a credential becomes."""

from datetime import datetime

from certification.certificates.enums import EventType
from certification.certificates.models import Certificate, CertificateCredential, CertificateDocument, CertificateEvent
from certification.certificates.models.log import LogEntry
from certification.certificates.printed_words import format_hours
from certification.certificates.transparency.leaves import (
    CREDENTIAL,
    DOCUMENT,
    Leaf,
    Value,
    digest_of,
    write_moment,
)

Loggable = CertificateEvent | CertificateDocument | CertificateCredential


def facts_of(certificate: Certificate) -> dict[str, Value]:
    """What is printed, as the line of the issue commits to it: a change of any of it, later, no longer agrees with the log."""
    template, last_day = certificate.template, certificate.valid_until
    facts: dict[str, Value] = {
        "basis": certificate.basis,
        "domain": certificate.domain_id,
        "id_last4": certificate.id_last4,
        "id_type": certificate.id_type,
        "is_test": certificate.is_test,
        "issue": certificate.issue,
        "issued_at": write_moment(certificate.issued_at),
        "issuer": template.issuer_name if template else None,
        "issuer_code": template.issuer_credit_code if template else None,
        "kind": certificate.kind,
        "level": certificate.level,
        "name": certificate.name,
        "number": certificate.number,
        "template": template.version if template else None,
        "title": certificate.title,
        "valid_until": last_day.isoformat() if last_day else None,
    }
    return facts | _facts_of_training(certificate)


def _facts_of_training(certificate: Certificate) -> dict[str, Value]:
    """None for a certificate of competency, whose line has been what it is from the log's first day on."""
    if certificate.hours is None or certificate.began_on is None or certificate.ended_on is None:
        return {}
    return {
        "began_on": certificate.began_on.isoformat(),
        "ended_on": certificate.ended_on.isoformat(),
        "hours": format_hours(certificate.hours),
        "subject": certificate.subject,
        "subject_en": certificate.subject_en,
    }


def write_leaf(row: Loggable, *, previous: str | None, salt: str) -> Leaf:
    """``row`` with its certificate and that one's template; ``previous``: the leaf hash of the line before of the certificate."""
    certificate = row.certificate
    at: datetime | None
    if isinstance(row, CertificateEvent):
        what, at = row.type, row.at
        digest = digest_of(facts_of(certificate)) if row.type == EventType.ISSUED else None
    elif isinstance(row, CertificateDocument):
        what, at, digest = DOCUMENT, row.rendered_at, row.sha256
    else:
        what, at, digest = CREDENTIAL, row.signed_at, row.sha256
    return Leaf(
        what=what,
        at=write_moment(at) if at else "",
        certificate=str(certificate.uuid),
        digest=digest,
        previous=previous,
        salt=salt,
    )


def row_of(entry: LogEntry) -> Loggable | None:
    """None where the row is gone, which takes more than the site's own means."""
    return entry.event or entry.document or entry.credential
