from collections import Counter
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import translation

from certification.items.enums import RevisionState
from certification.items.models import ItemRevision
from certification.papers.assembly import Shortage
from certification.papers.enums import MultipleScoring
from certification.papers.models import Blueprint, Paper, PaperItem
from certification.papers.queries import items_of, prove_blueprint, prove_paper
from certification.papers.services import BankShort, PaperCodeTaken, assemble_paper, verify_paper
from lms.accounts.models import User
from lms.audit.models import AuditEntry
from tests.certification.items.builders import make_revision
from tests.certification.papers.conftest import EXAM_ON

Blueprints = dict[str, Blueprint]
Bank = list[ItemRevision]


def _assemble(
    blueprint: Blueprint, by: User, now: datetime, *, code: str = "P-1", seed: int = 1, on: date = EXAM_ON
) -> Paper:
    return assemble_paper(blueprint=blueprint, code=code, exam_on=on, seed=seed, frozen_by=by, now=now)


@pytest.mark.usefixtures("bank")
@pytest.mark.parametrize("code", ["GEN-L1", "GEN-L2", "PAT-L2"])
@pytest.mark.parametrize("seed", [1, 2**63 - 1])
def test_paper_of_each_blueprint_keeps_every_cell_and_section(
    code: str, seed: int, blueprints: Blueprints, examiner: User, now: datetime
) -> None:
    paper = _assemble(blueprints[code], examiner, now, seed=seed)

    proof = prove_paper(paper)
    assert proof.met
    assert proof.total.required == proof.total.present
    assert sum(item.points for item in items_of(paper)) == proof.points == Decimal(100)
    assert verify_paper(paper=paper)


def test_patent_paper_is_the_worked_example(paper: Paper) -> None:
    proof = prove_paper(paper)

    assert [cell.present for cell in proof.totals] == [12, 17, 22, 9]
    assert [row.total.present for row in proof.rows] == [10, 14, 12, 12, 6, 6]
    assert [(section.count.present, section.total_points) for section in proof.sections] == [
        (30, Decimal(30)),
        (20, Decimal(40)),
        (10, Decimal(10)),
        (1, Decimal(20)),
    ]


def test_items_stand_by_section_in_a_row(paper: Paper) -> None:
    items = list(items_of(paper))

    assert [item.position for item in items] == list(range(1, 62))
    assert [item.revision.type for item in items] == ["single"] * 30 + ["multiple"] * 20 + ["boolean"] * 10 + ["essay"]
    assert all(sorted(item.option_order) == sorted(o["key"] for o in item.revision.options) for item in items)
    assert items[-1].area is None
    assert all(item.area is not None for item in items[:-1])


def test_options_are_shuffled_but_true_stays_before_false(paper: Paper) -> None:
    orders = Counter(tuple(item.option_order) for item in items_of(paper))

    assert orders["T", "F"] == 10
    assert len([order for order in orders if len(order) == 4]) > 10


def test_cases_come_from_the_domain_of_the_blueprint(paper: Paper) -> None:
    case = items_of(paper).get(revision__type="essay")

    assert (case.revision.element.domain_id, case.points) == ("PAT", Decimal(20))


def _content_of(paper: Paper) -> list[tuple[object, ...]]:
    return [(item.revision_id, item.option_order, item.points, item.area_id) for item in items_of(paper)]


def test_same_bank_and_seed_give_the_same_paper(
    paper: Paper, blueprints: Blueprints, examiner: User, now: datetime
) -> None:
    again = _assemble(blueprints["PAT-L2"], examiner, now, seed=paper.seed)
    other = _assemble(blueprints["PAT-L2"], examiner, now, seed=paper.seed + 1, code="P-2")

    assert _content_of(again) == _content_of(paper)
    assert _content_of(other) != _content_of(paper)
    assert len({paper.hash, again.hash, other.hash}) == 3


def test_paper_is_on_the_trail(paper: Paper, examiner: User) -> None:
    entry = AuditEntry.objects.get(action="papers.assemble_paper")

    assert (entry.actor, entry.subject_id) == (examiner, str(paper.pk))
    assert entry.detail == {"code": "PAT-L2-2025-1", "blueprint": "PAT-L2 v1", "hash": paper.hash}


def test_scoring_is_a_setting_of_the_paper(bank: Bank, blueprints: Blueprints, examiner: User, now: datetime) -> None:
    paper = assemble_paper(
        blueprint=blueprints["GEN-L1"],
        code="P-1",
        exam_on=EXAM_ON,
        seed=1,
        frozen_by=examiner,
        now=now,
        multiple_scoring=MultipleScoring.PARTIAL,
    )

    assert Paper.objects.get().multiple_scoring == MultipleScoring.PARTIAL
    assert verify_paper(paper=paper)


def test_empty_bank_is_refused_with_every_short_cell(blueprints: Blueprints, examiner: User, now: datetime) -> None:
    with pytest.raises(BankShort) as refusal:
        _assemble(blueprints["GEN-L1"], examiner, now)

    assert sum(shortage.missing for shortage in refusal.value.shortages) == 40
    assert str(refusal.value).startswith(
        "The item bank is 40 items short for this blueprint and exam date. Write them and have them approved:"
    )
    assert not Paper.objects.exists()


def _retire_all_but(keep: int, **which: str) -> None:
    revisions = ItemRevision.objects.filter(**which).order_by("pk").values_list("pk", flat=True)
    ItemRevision.objects.filter(pk__in=list(revisions)[keep:]).update(state=RevisionState.RETIRED)


@pytest.mark.usefixtures("bank")
@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Area D Overview of the IP system, Apply, Multiple choice: 1 missing"),
        ("zh-hans", "知识产权制度总览"),
    ],
)
def test_refusal_names_area_level_type_and_number(
    language: str, line: str, blueprints: Blueprints, examiner: User, now: datetime
) -> None:
    _retire_all_but(2, element="GEN.04", cognitive_level="apply", level="L1")

    with translation.override(language), pytest.raises(BankShort) as refusal:
        _assemble(blueprints["GEN-L1"], examiner, now)

    assert [(short.area, short.cognitive_level, short.missing) for short in refusal.value.shortages] == [
        ("D", "apply", 1)
    ]
    assert line in refusal.value.lines[0]


def test_refusal_names_a_missing_case(bank: Bank, blueprints: Blueprints, examiner: User, now: datetime) -> None:
    _retire_all_but(0, type="essay", element__domain="PAT")

    with pytest.raises(BankShort) as refusal:
        _assemble(blueprints["PAT-L2"], examiner, now)

    assert refusal.value.shortages == (Shortage(None, None, "essay", 1),)
    assert refusal.value.lines == ["Case worth the points of its section: 1 missing"]


def test_items_above_the_level_are_not_drawn(bank: Bank, blueprints: Blueprints, examiner: User, now: datetime) -> None:
    paper = _assemble(blueprints["GEN-L1"], examiner, now)

    assert set(items_of(paper).values_list("revision__level", flat=True)) == {"L1"}


def test_items_not_in_force_on_the_day_are_not_drawn(
    bank: Bank, blueprints: Blueprints, examiner: User, now: datetime
) -> None:
    with pytest.raises(BankShort):
        _assemble(blueprints["PAT-L2"], examiner, now, on=date(2019, 1, 1))


@pytest.mark.parametrize("state", [RevisionState.DRAFT, RevisionState.IN_REVIEW, RevisionState.RETIRED])
def test_only_approved_items_are_drawn(
    state: RevisionState, bank: Bank, blueprints: Blueprints, examiner: User, now: datetime
) -> None:
    ItemRevision.objects.filter(type="boolean").update(state=state)

    with pytest.raises(BankShort) as refusal:
        _assemble(blueprints["GEN-L1"], examiner, now)

    assert {shortage.type for shortage in refusal.value.shortages} == {"boolean"}


def test_taken_code_is_refused(paper: Paper, blueprints: Blueprints, examiner: User, now: datetime) -> None:
    with pytest.raises(PaperCodeTaken):
        _assemble(blueprints["PAT-L2"], examiner, now, code=paper.code)

    assert Paper.objects.count() == 1


def _unfreeze(table: str) -> None:
    """What an intruder with the database in hand would do."""
    with connection.cursor() as cursor:
        suffix = f" ON {table}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {table}_frozen{suffix}")


def test_hash_breaks_when_a_place_is_changed(paper: Paper) -> None:
    _unfreeze("papers_paperitem")
    PaperItem.objects.filter(paper=paper, position=3).update(points=Decimal("1.5"))

    assert not verify_paper(paper=paper)


def test_hash_breaks_when_the_text_of_an_item_is_changed(paper: Paper) -> None:
    _unfreeze("items_itemrevision")
    item = items_of(paper)[0]
    ItemRevision.objects.filter(pk=item.revision_id).update(stem="改过的题干")

    assert not verify_paper(paper=Paper.objects.get(pk=paper.pk))


def test_hash_breaks_when_an_item_is_added(paper: Paper, item_writer: User) -> None:
    PaperItem.objects.create(
        paper=paper, position=62, revision=make_revision("X-1", item_writer), option_order=["A"], points=1
    )

    assert not verify_paper(paper=paper)
    assert not prove_paper(paper).met


def test_hash_survives_retirement_and_a_further_revision(paper: Paper) -> None:
    ItemRevision.objects.update(state=RevisionState.RETIRED)

    assert verify_paper(paper=Paper.objects.get(pk=paper.pk))


def test_blueprint_alone_proves_itself(blueprints: Blueprints) -> None:
    proof = prove_blueprint(blueprints["PAT-L2"])

    assert proof.met
    assert (proof.total.required, proof.points) == (60, Decimal(100))
