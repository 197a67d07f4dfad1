"""Whether a severe record counts against somebody: what the renewal of a certificate asks."""

from datetime import datetime

from certification.credit.enums import Severity
from certification.credit.models import CreditProfile
from certification.credit.queries.scores import score_profile
from certification.credit.scoring.score import COUNTED
from lms.accounts.models import Practitioner


def has_severe_record(practitioner: Practitioner, now: datetime) -> bool:
    profile = CreditProfile.objects.filter(practitioner=practitioner).first()
    if profile is None:
        return False
    verdicts = score_profile(profile, now).score.verdicts
    return any(verdict.standing == COUNTED and verdict.record.severity == Severity.SEVERE for verdict in verdicts)
