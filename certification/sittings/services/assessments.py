"""The schemes of qualifications, kept by the exam office."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certification.sittings.models import Assessment
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.errors import DomainError


class OwnPrerequisite(DomainError):
    message = _("An assessment cannot be its own prerequisite.")


@transaction.atomic
def save_assessment(
    *, assessment: Assessment, prerequisites: Iterable[Assessment], actor: User, now: datetime
) -> Assessment:
    """Stores a new assessment or a change. Results keep the pass rule they were proposed with."""
    is_new = assessment.pk is None
    needed = list(prerequisites)
    if not is_new and assessment in needed:
        raise OwnPrerequisite
    assessment.save()
    assessment.prerequisites.set(needed)
    action = "sittings.add_assessment" if is_new else "sittings.change_assessment"
    detail: dict[str, object] = {"code": assessment.code, "pass_rule": assessment.pass_rule}
    record_entry(action=action, subject=assessment, actor=actor, now=now, detail=detail)
    return assessment
