"""The same certificate again with a corrected name, or for a new template: same number, next issue; the old one says that it was replaced."""

from datetime import datetime

from django.db import transaction

from certification.certificates.documents import word_template
from certification.certificates.enums import EventType, Status
from certification.certificates.models import Certificate
from certification.certificates.queries import template_in_force
from certification.certificates.rules import can_happen
from certification.certificates.services.changing import ChangeNotPossible, ReasonMissing, add_event, lock_certificate
from certification.certificates.services.issuing import (
    TemplateMissing,
    check_printable,
    new_token,
    open_certificate,
)
from certification.certificates.signing import load_signer
from certification.certificates.status import status_at
from lms.accounts.models import User


@transaction.atomic
def reissue_certificate(
    *, certificate: Certificate, actor: User, reason: str, now: datetime, name: str = ""
) -> Certificate:
    """The next issue; ``name`` where it was printed wrong. Its last day stays. Asked again, the same one."""
    if not reason.strip():
        raise ReasonMissing
    old = lock_certificate(certificate)
    status = status_at(old.events.order_by("at", "pk"), valid_until=old.valid_until, moment=now)
    if status == Status.REPLACED:
        return Certificate.objects.get(replaces=old)
    if not can_happen(EventType.REISSUED, status=status):
        raise ChangeNotPossible(EventType.REISSUED)
    new = _insert(old, name=name.strip() or old.name, actor=actor, now=now)
    add_event(old, EventType.REISSUED, actor=actor, reason=reason.strip(), now=now)
    open_certificate(new, actor=actor, now=now)
    return new


def _insert(old: Certificate, *, name: str, actor: User, now: datetime) -> Certificate:
    template = template_in_force(old.kind)
    if template is None:
        raise TemplateMissing
    check_printable(template, domain=old.domain, level=old.level, basis=old.basis, name=name)
    return Certificate.objects.create(
        token=new_token(),
        kind=old.kind,
        number=old.number,
        issue=old.issue + 1,
        replaces=old,
        result_id=old.result_id,
        practitioner_id=old.practitioner_id,
        template=template,
        title=word_template(template, domain=old.domain, level=old.level).title,
        name=name,
        # What is on record now: a document that was corrected since is a reason to reissue, too.
        id_type=old.practitioner.id_type,
        id_last4=old.practitioner.id_number_last4,
        domain=old.domain,
        level=old.level,
        basis=old.basis,
        issued_at=now,
        issued_by=actor,
        valid_until=old.valid_until,
        is_test=load_signer().is_test,
    )
