"""What a person sees of their own profile: everything."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from certification.credit.models import CreditProfile, CreditRecord
from certification.credit.queries.explanation import ScoreStep, explain_level, explain_score
from certification.credit.queries.records import RecordLine, record_lines, records_of
from certification.credit.queries.scores import ProfileScore, score_profile
from lms.accounts.models import Practitioner


@dataclass(frozen=True)
class OwnProfile:
    profile: CreditProfile
    standing: ProfileScore
    steps: list[ScoreStep]
    level_reasons: list[str | Promise]
    lines: list[RecordLine]

    @property
    def is_public(self) -> bool:
        return "no_consent" not in self.standing.score.unrated_reasons


def own_profile(practitioner: Practitioner, moment: datetime) -> OwnProfile | None:
    """None before the profile is opened, which registering does."""
    profile = CreditProfile.objects.filter(practitioner=practitioner).first()
    if profile is None:
        return None
    standing = score_profile(profile, moment)
    lines = record_lines(records_of(profile), standing)
    return OwnProfile(
        profile=profile,
        standing=standing,
        steps=explain_score(standing, lines),
        level_reasons=explain_level(standing),
        lines=lines,
    )


def own_record(practitioner: Practitioner, pk: int) -> CreditRecord | None:
    records = CreditRecord.objects.filter(profile__practitioner=practitioner)
    return records.select_related("rule_set", "certificate").filter(pk=pk).first()
