"""Templates are versions: a change is a new one, and certificates that were issued keep theirs."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from certification.certificates.models import CertificateTemplate
from certification.certificates.services.issuing import WordingForbidden
from certification.certificates.wording import forbidden_words
from lms.accounts.models import User
from lms.audit.services import record_entry


@transaction.atomic
def publish_template(
    *,
    kind: str,
    title: str,
    body: str,
    disclaimer: str,
    issuer_name: str,
    issuer_credit_code: str,
    author: User | None,
    now: datetime,
) -> CertificateTemplate:
    """Adds the next version, which certificates of this kind are issued by from now on. Title and issuer are checked for wording."""
    words = forbidden_words(f"{title}\n{issuer_name}")
    if words:
        raise WordingForbidden(words)
    versions = CertificateTemplate.objects.filter(kind=kind)
    template = CertificateTemplate.objects.create(
        kind=kind,
        version=(versions.aggregate(last=Max("version"))["last"] or 0) + 1,
        title=title,
        body=body,
        disclaimer=disclaimer,
        issuer_name=issuer_name,
        issuer_credit_code=issuer_credit_code,
        created_at=now,
    )
    record_entry(
        action="certificates.publish_template",
        subject=template,
        actor=author,
        now=now,
        detail={"kind": kind, "version": template.version},
    )
    return template
