"""How a score came about, in the order in which it is computed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.credit.enums import UnratedReason
from certification.credit.queries.records import RecordLine
from certification.credit.queries.scores import ProfileScore


@dataclass(frozen=True)
class ScoreStep:
    """One line of the sum: what changes by how many points, and what the sum is then."""

    label: str | Promise
    note: str | Promise
    points: int | None
    total: int
    is_result: bool = False


def explain_score(standing: ProfileScore, lines: list[RecordLine]) -> list[ScoreStep]:
    score, rules = standing.score, standing.rules
    titles = {str(line.record.pk): line.title for line in lines}
    steps = [ScoreStep(_("Every profile begins with"), "", None, rules.base)]
    total = rules.base
    for verdict in score.deductions:
        total += verdict.counted
        steps.append(ScoreStep(titles[verdict.record.key], verdict.record.code, verdict.counted, max(0, total)))
    steps.append(ScoreStep(_("Base: what the deductions leave"), "", None, score.base, is_result=True))
    steps += _bonus_steps(standing, titles)
    steps.append(ScoreStep(_("Score: base and bonuses"), "", None, score.score, is_result=True))
    return steps


def _bonus_steps(standing: ProfileScore, titles: Mapping[str, str]) -> list[ScoreStep]:
    score, rules = standing.score, standing.rules
    if score.is_bonus_barred:
        note = _("No bonus counts while an ordinary or severe deduction is active.")
        return [ScoreStep(_("Bonuses"), note, 0, score.base)]
    steps, total = [], score.base
    for verdict in score.bonuses:
        total += verdict.counted
        steps.append(ScoreStep(titles[verdict.record.key], verdict.record.code, verdict.counted, total))
    if score.bonus_sum > score.bonus:
        most = _("All bonuses together give %(most)d points at most.") % {"most": rules.bonus_cap}
        steps.append(ScoreStep(_("Limit of the bonuses"), most, score.bonus - score.bonus_sum, score.score))
    return steps


def explain_level(standing: ProfileScore) -> list[str | Promise]:
    """Sentences from the score to the level."""
    score, rules = standing.score, standing.rules
    thresholds = {"base": rules.base, **rules.thresholds}
    sentences: list[str | Promise] = [
        _("A+ above %(base)d points with no active deduction; A from %(A)d, B from %(B)d, C from %(C)d, D below.")
        % thresholds,
        _("By its points alone this profile stands at %(grade)s.") % {"grade": score.uncapped_grade},
    ]
    if score.capped_by:
        codes = "、".join(sorted({record.code for record in score.capped_by}))
        sentences.append(
            _("An active severe record (%(codes)s) allows %(grade)s at best.") % {"codes": codes, "grade": score.grade}
        )
    return sentences + [UnratedReason(reason).label for reason in score.unrated_reasons]
