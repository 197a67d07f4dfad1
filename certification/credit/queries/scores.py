"""The score of a profile at a moment, from its rows."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.credit.enums import CreditLevel, RecordState
from certification.credit.models import CreditProfile, CreditRecord, CreditRuleSet
from certification.credit.scoring import CreditRules, CreditScore, Record, score
from lms.accounts.enums import ConsentKind
from lms.accounts.models import Consent
from lms.errors import DomainError
from lms.languages import pick_language


class NoRuleSet(DomainError):
    message = _("There is no credit rule set. Ask the association to add one in the admin.")
    status = 500


@dataclass(frozen=True)
class ProfileScore:
    rule_set: CreditRuleSet
    rules: CreditRules
    score: CreditScore
    at: datetime

    @property
    def level_label(self) -> str | Promise:
        return CreditLevel(self.score.level).label

    @property
    def level_class(self) -> str:
        """The end of the level's class name in the style sheet."""
        return {"A+": "a-plus", "unrated": "none"}.get(self.score.level, self.score.level.lower())


def rule_set_on(on: date) -> CreditRuleSet:
    """The version in force on a day; before the first one, the first."""
    versions = CreditRuleSet.objects.order_by("-effective_on")
    rule_set = versions.filter(effective_on__lte=on).first() or versions.last()
    if rule_set is None:
        raise NoRuleSet
    return rule_set


def rules_of(rule_set: CreditRuleSet) -> CreditRules:
    return CreditRules.from_parameters(rule_set.parameters)


def as_fact(record: CreditRecord) -> Record:
    return Record(
        key=str(record.pk),
        code=record.code,
        variant=record.variant,
        points=record.points,
        severity=record.severity,
        fact_key=record.fact_key,
        effective_on=record.effective_on,
        ends_on=record.ends_on,
        withdrawn=record.state == RecordState.REVOKED,
    )


def score_profile(profile: CreditProfile, moment: datetime) -> ProfileScore:
    """As of any moment, past ones too: what took effect later is not seen, what ended later still counts."""
    facts = [as_fact(record) for record in CreditRecord.objects.filter(profile=profile)]
    return _score(profile, facts, moment)


def project_score(record: CreditRecord, moment: datetime) -> tuple[CreditScore, CreditScore]:
    """The score now, and as it would be if ``record`` took effect now."""
    facts = [as_fact(each) for each in CreditRecord.objects.filter(profile_id=record.profile_id).exclude(pk=record.pk)]
    on = timezone.localdate(moment)
    effective = replace(as_fact(record), effective_on=on, ends_on=None, withdrawn=False)
    before = _score(record.profile, facts, moment).score
    return before, _score(record.profile, [*facts, effective], moment).score


def _score(profile: CreditProfile, facts: list[Record], moment: datetime) -> ProfileScore:
    on = timezone.localdate(moment)
    rule_set = rule_set_on(on)
    rules = rules_of(rule_set)
    return ProfileScore(
        rule_set=rule_set,
        rules=rules,
        score=score(
            records=facts, rules=rules, on=on, opened_on=profile.opened_on, consent=_consented_at(profile, moment)
        ),
        at=moment,
    )


def _consented_at(profile: CreditProfile, moment: datetime) -> bool:
    given = Consent.objects.filter(
        practitioner_id=profile.practitioner_id, kind=ConsentKind.PUBLISH_PROFILE, given_at__lte=moment
    )
    return any(consent.withdrawn_at is None or consent.withdrawn_at > moment for consent in given)


def item_title(rules: CreditRules, code: str, variant: str) -> str:
    rule = rules.item(code, variant)
    if rule is None:
        return code
    return pick_language(rule.title_zh, rule.title_en)
