"""A certificate that is about to end, of somebody who has kept up the hours."""

from datetime import UTC, datetime

from lms.accounts.models import Practitioner, User
from tests.certification.certificates.batch_cast import meet_hours

# The certificate of the cast, issued on 2 June 2025, is valid until 2 June 2028; so 2025, 2026 and 2027 count.
YEARS = (2025, 2026, 2027)
# Tianjin, Saturday 1 April 2028: 62 days before the last one.
IN_TIME = datetime(2028, 4, 1, 2, 0, tzinfo=UTC)
BEFORE_IT_OPENS = datetime(2028, 3, 3, 2, 0, tzinfo=UTC)
FIRST_DAY = datetime(2028, 3, 4, 2, 0, tzinfo=UTC)
# 23:30 in Tianjin on the last day.
LAST_HOUR = datetime(2028, 6, 2, 15, 30, tzinfo=UTC)
TOO_LATE = datetime(2028, 6, 2, 16, 0, tzinfo=UTC)


def keep_up_hours(practitioner: Practitioner, registrar: User, *, years: tuple[int, ...] = YEARS) -> None:
    for year in years:
        meet_hours(practitioner, year, registrar, now=datetime(year, 3, 10, 2, 0, tzinfo=UTC))
