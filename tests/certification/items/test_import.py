import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from certification.items.content import problems_of
from certification.items.documents import rows_of
from certification.items.enums import RevisionState
from certification.items.models import Item, ItemReview, ItemRevision
from certification.items.services import RowsInvalid, approve_revisions, import_items
from lms.accounts.models import User
from lms.audit.models import AuditEntry
from tests.certification.items.builders import make_row

CONTENT = Path(__file__).parents[3] / "lms" / "demo" / "content"
FILES = ["items_gen.json", "items_domains.json"]


def test_import_makes_drafts(item_writer: User, now: datetime) -> None:
    row = make_row(note="常考", review="statute text checked", effective_until="2029-12-31")

    outcome = import_items(rows=[row], author=item_writer, now=now)

    revision = ItemRevision.objects.select_related("item").get()
    assert outcome.created == [revision]
    assert (revision.item.code, revision.number, revision.state) == ("PAT-L1-900", 1, RevisionState.DRAFT)
    assert (revision.author, revision.created_at, revision.element_id) == (item_writer, now, "PAT.01")
    assert (revision.options, revision.answer) == (row["options"], ["A"])
    assert (str(revision.effective_from), str(revision.effective_until)) == ("2021-06-01", "2029-12-31")
    assert revision.note == "常考\nstatute text checked"


def test_import_never_believes_the_status_of_a_file(item_writer: User, now: datetime) -> None:
    import_items(rows=[make_row(status="approved")], author=item_writer, now=now)

    assert ItemRevision.objects.get().state == RevisionState.DRAFT


def test_second_import_of_the_same_file_changes_nothing(item_writer: User, now: datetime) -> None:
    import_items(rows=[make_row()], author=item_writer, now=now)

    outcome = import_items(rows=[make_row()], author=item_writer, now=now)

    assert (outcome.created, outcome.revised, len(outcome.unchanged)) == ([], [], 1)
    assert ItemRevision.objects.count() == 1


def test_changed_row_becomes_a_further_revision(item_writer: User, now: datetime) -> None:
    import_items(rows=[make_row()], author=item_writer, now=now)

    outcome = import_items(rows=[make_row(stem="改过的题干？")], author=item_writer, now=now)

    assert [revision.number for revision in outcome.revised] == [2]
    assert Item.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"element": None}, "element: is missing: name the element that the item tests, such as PAT.02"),
        (
            {"effective_from": None},
            "effective_from: is missing: give the day since which the cited reference is in force, such as 2021-06-01",
        ),
        ({"stem": "  "}, "stem: is empty: fill it in"),
        ({"rationale": None}, "rationale: is missing: fill it in"),
        ({"stem": 3}, "stem: is not a text"),
        ({"code": "a b"}, "code: may hold letters, digits, hyphens and underscores only"),
        ({"code": "A" * 31}, "code: is longer than 30 characters"),
        ({"level": "L9"}, "level: is “L9”, not one of L1, L2, L3, L4"),
        ({"type": "matching"}, "type: is “matching”, not one of single, multiple, boolean, essay"),
        ({"element": "PAT.99"}, "element: “PAT.99” is not an element of the framework"),
        ({"domain": "TMK"}, "domain: TMK is not the domain of PAT.01"),
        ({"effective_from": "1 June"}, "effective_from: “1 June” is not a date such as 2025-01-31"),
        ({"effective_until": "soon"}, "effective_until: “soon” is not a date such as 2025-01-31"),
        ({"options": "A"}, "options: is not a list"),
        ({"options": [{"key": "A"}]}, "options: holds something other than a key and a text"),
        ({"options": ["A"]}, "options: holds something other than a key and a text"),
        ({"answer": [1]}, "answer: holds something other than keys"),
        ({"answer": ["Z"]}, "answer: names an option that does not exist"),
        (
            {"rubric": [{"criterion": "x", "points": 1.5}]},
            "rubric: holds something other than a criterion and its whole points",
        ),
        ({"max_points": "20"}, "max_points: is not a whole number"),
        ({"difficulty": 3}, "difficulty: is not a field of an item"),
    ],
)
def test_invalid_row_names_row_code_and_field(
    changes: dict[str, Any], problem: str, item_writer: User, now: datetime
) -> None:
    rows = [make_row(code="PAT-L1-001"), make_row(**changes)]
    code = changes.get("code", "PAT-L1-900")

    with pytest.raises(RowsInvalid) as refusal:
        import_items(rows=rows, author=item_writer, now=now)

    assert [str(found) for found in refusal.value.problems] == [f"Row 2 ({code}), {problem}"]
    assert Item.objects.count() == 0


def test_import_names_every_problem_at_once(item_writer: User, now: datetime) -> None:
    with pytest.raises(RowsInvalid) as refusal:
        import_items(rows=[make_row(stem=""), [], make_row(answer=[])], author=item_writer, now=now)  # type: ignore[list-item]  # a bad file

    assert [(problem.row, problem.field) for problem in refusal.value.problems] == [
        (1, "stem"),
        (2, "-"),
        (3, "answer"),
        (3, "code"),
    ]
    assert str(refusal.value).startswith("Nothing was imported. Correct these rows, then import the file again:\nRow 1")


def test_export_is_read_again_without_a_change(item_writer: User, item_reviewer: User, now: datetime) -> None:
    rows = [row for name in FILES for row in json.loads((CONTENT / name).read_text(encoding="utf-8"))]
    outcome = import_items(rows=rows, author=item_writer, now=now)
    approve_revisions(revisions=outcome.drafts, reviewer=item_reviewer, comment="", now=now)

    exported = rows_of(ItemRevision.objects.select_related("item", "element").order_by("item__code"))
    again = import_items(rows=json.loads(json.dumps(exported)), author=item_writer, now=now)

    assert len(again.unchanged) == len(rows) == ItemRevision.objects.approved().count()
    assert exported[0]["status"] == "approved"


def test_content_files_hold_valid_items_only(item_writer: User, now: datetime) -> None:
    rows = [row for name in FILES for row in json.loads((CONTENT / name).read_text(encoding="utf-8"))]

    outcome = import_items(rows=rows, author=item_writer, now=now)

    assert [problems_of(revision.content) for revision in outcome.created] == [[]] * len(rows)


def _write(path: Path, rows: object) -> Path:
    file = path / "items.json"
    file.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return file


def test_command_imports_and_approves_as_another_person(
    item_writer: User, item_reviewer: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = _write(tmp_path, [make_row()])

    call_command("import_items", file, author=item_writer.email, approve_as=item_reviewer.email)

    review = ItemReview.objects.select_related("revision").get()
    assert (review.reviewer, review.revision.state) == (item_reviewer, RevisionState.APPROVED)
    assert capsys.readouterr().out == "1 created, 0 revised, 0 unchanged; 1 approved.\n"


def test_command_approves_what_an_earlier_run_left_as_drafts(
    item_writer: User, item_reviewer: User, tmp_path: Path
) -> None:
    file = _write(tmp_path, [make_row()])
    call_command("import_items", file, author=item_writer.email)

    call_command("import_items", file, author=item_writer.email, approve_as=item_reviewer.email)

    assert ItemRevision.objects.get().state == RevisionState.APPROVED


def test_command_refuses_an_author_who_approves(item_writer: User, tmp_path: Path) -> None:
    file = _write(tmp_path, [make_row()])

    with pytest.raises(CommandError, match="Ask another reviewer"):
        call_command("import_items", file, author=item_writer.email, approve_as=item_writer.email)

    assert Item.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}", "is not a list of items"),
        ("[", "cannot be read"),
        ('[{"code": "X"}]', r"Row 1 \(X\), element: is missing"),
    ],
)
def test_command_says_what_is_wrong_with_a_file(text: str, message: str, item_writer: User, tmp_path: Path) -> None:
    file = tmp_path / "items.json"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(CommandError, match=message):
        call_command("import_items", file, author=item_writer.email)


def test_command_needs_a_known_author(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Nobody signs in as nobody@example\.com"):
        call_command("import_items", _write(tmp_path, []), author="nobody@example.com")


def test_export_command_writes_the_approved_and_leaves_a_trace(
    item_writer: User, item_reviewer: User, now: datetime, tmp_path: Path
) -> None:
    rows = [make_row(), make_row(code="PAT-L1-901")]
    drafts = import_items(rows=rows, author=item_writer, now=now).drafts
    approve_revisions(revisions=drafts[:1], reviewer=item_reviewer, comment="", now=now)

    call_command("export_items", tmp_path / "out.json", email=item_writer.email)

    assert [row["code"] for row in json.loads((tmp_path / "out.json").read_text())] == ["PAT-L1-900"]
    entry = AuditEntry.objects.get(action="items.export_items")
    assert (entry.actor, entry.detail) == (item_writer, {"count": 1, "file_type": "json"})


def test_export_command_needs_a_known_person(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Nobody signs in as"):
        call_command("export_items", tmp_path / "out.json", email="nobody@example.com")
