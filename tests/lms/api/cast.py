"""Keys for tests."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from lms.accounts.models import Organization, User
from lms.api.enums import Scope
from lms.api.services import MadeKey, make_key
from tests.cast import NOW

ALL_SCOPES = list(Scope)


def issue_key(
    organization: Organization,
    made_by: User,
    *,
    scopes: list[Scope] = ALL_SCOPES,
    days: int = 90,
    form_id: UUID | None = None,
    now: datetime = NOW,
) -> MadeKey:
    return make_key(
        organization=organization,
        name="人事系统",
        scopes=scopes,
        expires_at=now + timedelta(days=days),
        form_id=form_id or uuid4(),
        made_by=made_by,
        now=now,
    )


def bearing(made: MadeKey) -> dict[str, str]:
    """Headers of Django's test client."""
    return {"Authorization": f"Bearer {made.text.whole}"}
