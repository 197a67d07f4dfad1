"""The same certificate again with a corrected name, or for a new template: same number, next issue; the old one says that it was replaced."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certification.certificates.enums import EventType, Status
from certification.certificates.models import Certificate
from certification.certificates.rules import can_happen
from certification.certificates.services.changing import (
    ChangeNotPossible,
    ReasonMissing,
    add_event,
    lock_certificate,
    refuse_own,
    refuse_while_revocation_waits,
    status_of,
)
from certification.certificates.services.drafts import complete_draft, open_certificate, require_template
from lms.accounts.models import User
from lms.errors import DomainError

# What a further issue has from the one before it.
_KEPT = (
    "kind",
    "number",
    "result",
    "completion",
    "hours_statement",
    "contribution",
    "practitioner",
    "domain",
    "level",
    "subject",
    "subject_en",
    "began_on",
    "ended_on",
    "hours",
    "basis",
    "valid_until",
)


class OnPaperOnly(DomainError):
    message = _(
        "This certificate was issued on paper, before the platform, so the platform cannot print it anew. "
        "Where its entry is wrong, end that entry and enter the right one from a file: the number is then free."
    )


@transaction.atomic
def reissue_certificate(
    *, certificate: Certificate, actor: User, reason: str, now: datetime, name: str = ""
) -> Certificate:
    """The next issue; ``name`` where it was printed wrong. Its last day stays. Asked again, the same one."""
    if not reason.strip():
        raise ReasonMissing
    old = lock_certificate(certificate)
    refuse_own(old, actor)
    if old.paper_record_id is not None:
        raise OnPaperOnly
    status = status_of(old, now=now)
    if status == Status.REPLACED:
        return Certificate.objects.get(replaces=old)
    if not can_happen(EventType.REISSUED, status=status):
        raise ChangeNotPossible(EventType.REISSUED)
    refuse_while_revocation_waits(old)
    new = _insert(old, name=name.strip() or old.name, actor=actor, now=now)
    add_event(old, EventType.REISSUED, actor=actor, reason=reason.strip(), now=now)
    open_certificate(new, actor=actor, now=now)
    return new


def _insert(old: Certificate, *, name: str, actor: User, now: datetime) -> Certificate:
    new = Certificate(
        **{fact: getattr(old, fact) for fact in _KEPT},
        issue=old.issue + 1,
        replaces=old,
        template=require_template(old.kind),
        name=name,
        # What is on record now: a document that was corrected since is a reason to reissue, too.
        id_type=old.holder.id_type,
        id_last4=old.holder.id_number_last4,
    )
    complete_draft(new, issued_by=actor, now=now)
    new.save()
    return new
