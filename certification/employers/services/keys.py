"""An employer's own keys."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from certification.employers.services.membership import require_member
from lms.accounts.models import Organization, User
from lms.api.enums import Scope
from lms.api.services import MadeKey, make_key


@transaction.atomic
def make_employer_key(
    *,
    organization: Organization,
    name: str,
    scopes: Collection[Scope],
    expires_at: datetime,
    form_id: UUID,
    made_by: User,
    now: datetime,
) -> MadeKey:
    """No key is left standing by an access that has just ended."""
    require_member(organization=organization, user=made_by)
    return make_key(
        organization=organization,
        name=name,
        scopes=scopes,
        expires_at=expires_at,
        form_id=form_id,
        made_by=made_by,
        now=now,
    )
