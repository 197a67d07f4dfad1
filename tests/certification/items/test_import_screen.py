"""The screen that imports a file: check, look, import; and what it says to a file that is none."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from certification.items.enums import RevisionState
from certification.items.models import ImportCheck, Item, ItemRevision
from certification.items.services import create_revision
from lms.accounts.models import User
from lms.audit.models import AuditEntry
from tests.cast import NOW
from tests.certification.items.builders import make_content, make_revision, make_row
from tests.certification.items.files import json_file, make_line, make_sheet, xlsx_file
from tests.conftest import signed_in
from tests.lms.uploads.archives import make_archive

IMPORT = "/cms/item-bank/import/"
TEMPLATE = "/cms/item-bank/import/template.xlsx"


@pytest.fixture
def writer(item_writer: User) -> Client:
    return signed_in(item_writer)


def _check(client: Client, file: SimpleUploadedFile) -> Any:
    return client.post(IMPORT, {"file": file})


def _preview(client: Client, file: SimpleUploadedFile) -> str:
    """The address of what would be imported."""
    response = _check(client, file)
    assert response.status_code == 302, response.text
    return str(response.url)


def _sentences(response: Any) -> list[str]:
    return [str(message).strip() for message in response.context["messages"]]


def test_json_is_shown_before_it_is_imported(writer: Client, item_writer: User) -> None:
    make_revision("PAT-L1-901", item_writer, stem="原来的题干？")
    make_revision("PAT-L1-902", item_writer)
    same = make_row(code="PAT-L1-902", options=list(make_content().options))
    url = _preview(writer, json_file(make_row(), make_row(code="PAT-L1-901"), same))

    page = writer.get(url)

    check = page.context["check"]
    assert (check.created, check.revised, check.unchanged) == (1, 1, 1)
    for text in ("PAT-L1-900", "new item", "PAT-L1-901", "further revision after 1", "items.json"):
        assert text in page.text
    assert "PAT-L1-902" not in page.text
    assert ItemRevision.objects.count() == 2


def test_what_was_shown_is_imported_as_drafts_and_noted(writer: Client, item_writer: User) -> None:
    make_revision("PAT-L1-901", item_writer, stem="原来的题干？")
    url = _preview(writer, json_file(make_row(), make_row(code="PAT-L1-901")))

    response = writer.post(url, follow=True)

    assert response.redirect_chain == [(reverse("item-bank:index"), 302)]
    assert _sentences(response) == ["items.json is imported: 1 new items, 1 further revisions. They are drafts."]
    drafts = ItemRevision.objects.filter(state=RevisionState.DRAFT).order_by("item__code")
    assert [(draft.item.code, draft.number, draft.author) for draft in drafts.select_related("item", "author")] == [
        ("PAT-L1-900", 1, item_writer),
        ("PAT-L1-901", 2, item_writer),
    ]
    entry = AuditEntry.objects.get(action="items.import_items")
    assert (entry.actor, entry.detail) == (item_writer, {"created": 1, "revised": 1, "unchanged": 0})
    assert ImportCheck.objects.get().rows == []


def test_spreadsheet_is_imported(writer: Client) -> None:
    case = {"A": None, "B": None, "C": None, "answer": None, "type": "Case", "rubric": "指出新颖性问题 | 20"}
    content = make_sheet(make_line(), make_line(code="PAT-L1-901", stem="=1+1 是什么？", **case))

    writer.post(_preview(writer, xlsx_file(content)))

    plain, essay = ItemRevision.objects.order_by("item__code")
    assert (plain.type, plain.answer, len(plain.options)) == ("single", ["A"], 3)
    assert (essay.stem, essay.max_points) == ("=1+1 是什么？", 20)


def test_second_click_imports_nothing_more_and_gets_the_same_answer(writer: Client) -> None:
    url = _preview(writer, json_file(make_row()))

    first, second = (_sentences(writer.post(url, follow=True)) for _click in range(2))

    assert first == second == ["items.json is imported: 1 new items, 0 further revisions. They are drafts."]
    assert ItemRevision.objects.count() == 1
    assert AuditEntry.objects.filter(action="items.import_items").count() == 1
    assert _sentences(writer.get(url, follow=True)) == first


def test_file_that_says_what_the_bank_says_offers_nothing_to_import(writer: Client) -> None:
    writer.post(_preview(writer, json_file(make_row())))

    page = writer.get(_preview(writer, json_file(make_row())))

    assert "There is nothing to import." in page.text
    assert "Import exactly this" not in page.text


def test_bank_that_has_changed_meanwhile_is_shown_again(writer: Client, item_reviewer: User) -> None:
    url = _preview(writer, json_file(make_row()))
    other = make_revision("PAT-L1-900", item_reviewer, stem="同时由他人写入的题干？")

    response = writer.post(url, follow=True)

    assert ItemRevision.objects.get() == other
    assert "The item bank has changed since the file was checked." in " ".join(_sentences(response))
    assert response.context["check"].revised == 1
    writer.post(response.redirect_chain[-1][0])
    assert ItemRevision.objects.count() == 2


def test_revision_written_meanwhile_is_not_overrun(writer: Client, item_writer: User, item_reviewer: User) -> None:
    revision = make_revision("PAT-L1-900", item_writer, stem="原来的题干？")
    url = _preview(writer, json_file(make_row()))
    content = make_content(stem="他人的修订？")
    create_revision(item=revision.item, content=content, author=item_reviewer, now=NOW)

    writer.post(url)

    assert ItemRevision.objects.count() == 2


def test_check_lapses(writer: Client) -> None:
    url = _preview(writer, json_file(make_row()))
    ImportCheck.objects.update(checked_at=timezone.now() - timedelta(hours=1, seconds=1))

    for response in (writer.get(url, follow=True), writer.post(url, follow=True)):
        assert response.redirect_chain == [(IMPORT, 302)]
        assert _sentences(response)[0].startswith("This check has lapsed")
    assert not Item.objects.exists()


def test_another_file_takes_the_place_of_the_first(writer: Client) -> None:
    url = _preview(writer, json_file(make_row()))
    _preview(writer, json_file(make_row(code="PAT-L1-901")))

    response = writer.post(url, follow=True)

    assert "you have checked another file since" in _sentences(response)[0]
    assert not Item.objects.exists()


def test_one_writer_has_one_file_waiting(item_writer: User) -> None:
    values = {"author": item_writer, "rows": [], "checked_at": NOW, "created": 0, "revised": 0, "unchanged": 0}
    ImportCheck.objects.create(**values)

    with pytest.raises(IntegrityError), transaction.atomic():
        ImportCheck.objects.create(**values)


def test_another_writers_file_is_not_there(writer: Client, roles: None) -> None:
    url = _preview(writer, json_file(make_row()))
    other = User.objects.create_superuser("root@example.com", "a long enough password")

    response = signed_in(other).post(url, follow=True)

    assert response.redirect_chain == [(IMPORT, 302)]
    assert not Item.objects.exists()


@pytest.mark.parametrize("person", ["item_reviewer", "examiner", "auditor", "course_manager", "marker"])
def test_import_does_not_exist_for_who_does_not_write(
    person: str, writer: Client, request: pytest.FixtureRequest
) -> None:
    url = _preview(writer, json_file(make_row()))
    client = signed_in(request.getfixturevalue(person))

    for address in (IMPORT, TEMPLATE, url):
        assert client.get(address).status_code == 404
    assert _check(client, json_file(make_row())).status_code == 404
    assert client.post(url).status_code == 404
    assert not Item.objects.exists()


def test_list_offers_the_import_to_writers_only(writer: Client, item_reviewer: User) -> None:
    assert IMPORT in writer.get("/cms/item-bank/").text
    assert IMPORT not in signed_in(item_reviewer).get("/cms/item-bank/").text


def test_outsider_is_sent_away(outsider_client: Client, client: Client) -> None:
    for someone in (outsider_client, client):
        assert someone.get(IMPORT).status_code in {302, 403, 404}
        assert someone.get(TEMPLATE).status_code in {302, 403, 404}


def test_template_downloads(writer: Client) -> None:
    response = writer.get(TEMPLATE)

    assert response["Content-Disposition"] == 'attachment; filename="items-template.xlsx"'
    assert load_workbook(BytesIO(response.content)).sheetnames == ["Items", "Guide", "Elements"]


def test_every_wrong_row_is_shown(writer: Client) -> None:
    lines = [make_line(), make_line(code="PAT-L1-901", level="L9", stem=None), [None], make_line(rationale=None)]

    response = _check(writer, xlsx_file(make_sheet(*lines)))

    assert response.status_code == 400
    assert [(problem.row, problem.code, problem.field) for problem in response.context["problems"]] == [
        (3, "PAT-L1-901", "level"),
        (3, "PAT-L1-901", "stem"),
        (5, "PAT-L1-900", "rationale"),
        (5, "PAT-L1-900", "code"),
    ]
    assert "Nothing is imported: 4 things must be put right" in response.text
    assert "is “L9”, not one of L1, L2, L3, L4" in response.text
    assert not ImportCheck.objects.exists()


def test_very_many_wrong_rows_are_counted(writer: Client) -> None:
    response = _check(writer, json_file(*[make_row(code=f"PAT-L1-{number}", stem="") for number in range(250)]))

    assert len(response.context["problems"]) == 200
    assert "50 more are not shown." in response.text


ROW = make_row()


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"stem": "题" * 10_001}, "stem", "is longer than 10,000 characters"),
        ({"stem": "题\0干"}, "stem", "holds a broken character: type the text anew"),
        ({"rationale": "半个字\ud800"}, "rationale", "holds a broken character: type the text anew"),
        ({"code": {"a": [1]}}, "code", "is not a text"),
        ({"options": ROW["options"] * 2}, "options", "has more than six options"),
        ({"options": [*ROW["options"], {"key": "G", "text": "无"}]}, "options", "has a key other than A to F"),
        (
            {"options": [{"key": "A", "text": "题\0干"}]},
            "options",
            "holds a broken character: type the text anew",
        ),
        ({"level": "L" * 100}, "level", f"is “{'L' * 40}…”, not one of L1, L2, L3, L4"),
    ],
)
def test_what_no_database_should_hold_is_a_problem_of_its_row(
    writer: Client, changes: dict[str, Any], field: str, sentence: str
) -> None:
    content = json.dumps([make_row(**changes)]).encode()

    response = _check(writer, SimpleUploadedFile("items.json", content))

    assert response.status_code == 400
    assert [(problem.field, problem.message) for problem in response.context["problems"]] == [(field, sentence)]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rubric": ["指出新颖性问题"]}, "has the line “指出新颖性问题”, which does not end in a vertical bar and"),
        ({"rubric": [{"criterion": "要点", "points": 201}], "max_points": 201}, "is more than 200 points"),
        ({"rubric": [{"criterion": "要点", "points": 1}] * 41, "max_points": 41}, "has more than 40 criteria"),
    ],
)
def test_rubric_keeps_to_its_limits(writer: Client, changes: dict[str, Any], sentence: str) -> None:
    case = make_row(type="essay", options=None, answer=None, **changes)

    (problem,) = _check(writer, json_file(case)).context["problems"]

    assert str(problem.message).startswith(sentence)


@pytest.mark.parametrize(
    ("name", "content", "status", "sentence"),
    [
        ("items.csv", b"code,stem", 415, "Files of this type are not taken here. Choose one of: .json, .xlsx."),
        ("items.json", b"\x89PNG\r\n\x1a\n", 415, "The file is named .json but holds something else."),
        ("items.json", b'["\xff"]', 415, "The file is not a text in UTF-8."),
        ("items.json", b'[{"code": ]', 400, "The file is not whole JSON"),
        ("items.json", b"[" * 50_000, 400, "The file nests lists and objects too deeply."),
        ("items.json", b'[{"max_points": NaN}]', 400, "The file holds NaN"),
        ("items.json", b'[{"code": "a", "code": "b"}]', 400, "has the field “code” twice"),
        ("items.json", b'{"code": "a"}', 400, "The file is not a list of items."),
        ("items.json", b"[]", 400, "The file holds no items."),
        ("items.json", b"[" + b"1," * 2000 + b"1]", 400, "The file holds more than 2000 items."),
        ("items.json", b"[" + b" " * 5_242_880 + b"]", 413, "The file is too large: 5.0"),
        ("items.xlsx", b"not a zip", 415, "The file is named .xlsx but holds something else."),
        ("items.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 415, "protected by a password or has an older format"),
        ("items.xlsx", b"PK\x03\x04", 415, "The file is damaged."),
        ("items.xlsx", make_archive(word=b"0"), 400, "The file is not a workbook that can be read."),
        ("items.xlsx", make_archive(bomb=b"0" * 41_943_041), 413, "Unpacked, the file is larger than the 40.0"),
        ("items.xlsx", make_sheet(), 400, "The file holds no items."),
        ("items.xlsx", make_sheet(make_line(), heading=["Stem"]), 400, "Columns missing in line 1"),
        ("items.xlsx", make_sheet(*[["x"]] * 2001), 400, "The file holds more than 2000 items."),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)
def test_file_that_is_none_is_refused_on_the_form(
    writer: Client, name: str, content: bytes, status: int, sentence: str
) -> None:
    response = _check(writer, SimpleUploadedFile(name, content))

    assert response.status_code == status
    (error,) = response.context["form"].errors["file"]
    assert sentence in error.replace("2,000", "2000")
    assert not ImportCheck.objects.exists()


def test_form_without_a_file_says_so(writer: Client) -> None:
    response = writer.post(IMPORT, {})

    assert response.context["form"].errors["file"] == ["This field is required."]


def test_refusals_are_in_chinese_too(writer: Client) -> None:
    writer.cookies["django_language"] = "zh-hans"

    response = _check(writer, SimpleUploadedFile("items.json", b"\x89PNG"))

    assert "文件名以 .json 结尾，但内容并非该类型" in response.context["form"].errors["file"][0]


def test_preview_takes_as_many_queries_for_three_items_as_for_one(writer: Client) -> None:
    counts = []
    for many in (1, 3):
        url = _preview(writer, json_file(*[make_row(code=f"PAT-L1-{number}") for number in range(many)]))
        with CaptureQueriesContext(connection) as queries:
            assert writer.get(url).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
