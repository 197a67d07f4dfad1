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
    """Stores a new assessment or a change. Results keep the pass rule they were proposed with. The same again changes nothing."""
    before = Assessment.objects.select_for_update(of=("self",)).filter(pk=assessment.pk).first()
    needed = list(prerequisites)
    if before is not None:
        if assessment in needed:
            raise OwnPrerequisite
        if _values(before) == _values(assessment) and set(before.prerequisites.all()) == set(needed):
            return assessment
    assessment.save()
    assessment.prerequisites.set(needed)
    action = "sittings.add_assessment" if before is None else "sittings.change_assessment"
    detail: dict[str, object] = {"code": assessment.code, "pass_rule": assessment.pass_rule}
    record_entry(action=action, subject=assessment, actor=actor, now=now, detail=detail)
    return assessment


def _values(assessment: Assessment) -> dict[str, object]:
    return {field.attname: getattr(assessment, field.attname) for field in Assessment._meta.concrete_fields}
