"""Items from a spreadsheet."""

from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from certification.items.sheet_template import make_template
from certification.items.sheets import COLUMNS, read_sheet
from lms.competency.models import Element
from lms.uploads import UploadRefused
from tests.certification.items.files import make_line, make_sheet


def _row(**changes: Any) -> dict[str, Any]:
    (row,) = read_sheet(make_sheet(make_line(**changes)), most_rows=10).rows
    return row


def test_line_reads_like_a_row_of_json() -> None:
    assert _row(
        answer="A, c", type="多项选择题", cognitive_level="识记", note="常考", effective_until="2029-12-31"
    ) == {
        "code": "PAT-L1-900",
        "element": "PAT.01",
        "level": "L1",
        "cognitive_level": "remember",
        "type": "multiple",
        "stem": "授予专利权的发明应当具备哪一组条件？",
        "options": [
            {"key": "A", "text": "新颖性、创造性和实用性"},
            {"key": "B", "text": "新颖性、美观性和实用性"},
            {"key": "C", "text": "显著性和新颖性"},
        ],
        "answer": ["A", "C"],
        "rubric": [],
        "rationale": "发明和实用新型应当具备新颖性、创造性和实用性。",
        "reference": "《专利法》（2020年修正）第二十二条第一款",
        "effective_from": "2021-06-01",
        "effective_until": "2029-12-31",
        "note": "常考",
    }


@pytest.mark.parametrize("answer", ["T", "t", "TRUE", True, "正确"])
def test_true_or_false_item_has_its_options_by_itself(answer: object) -> None:
    row = _row(type="True or false", A=None, B=None, C=None, answer=answer)

    assert row["options"] == [{"key": "T", "text": "正确"}, {"key": "F", "text": "错误"}]
    assert row["answer"] == ["T"]


def test_case_has_the_points_of_its_rubric() -> None:
    row = _row(type="Case", A=None, B=None, C=None, answer=None, rubric="指出新颖性问题 | 12\n提出答复策略｜8\n")

    assert row["rubric"] == [
        {"criterion": "指出新颖性问题", "points": 12},
        {"criterion": "提出答复策略", "points": 8},
    ]
    assert row["max_points"] == 20


def test_line_of_a_rubric_without_points_stays_to_be_complained_of() -> None:
    assert _row(type="Case", rubric="指出新颖性问题")["rubric"] == ["指出新颖性问题"]


def test_cell_that_begins_with_an_equals_sign_is_text() -> None:
    assert _row(stem='=HYPERLINK("https://elsewhere.example","看")')["stem"].startswith("=HYPERLINK(")


def test_formula_is_not_worked_out() -> None:
    workbook = Workbook()
    workbook.worksheets[0].append(list(COLUMNS))
    workbook.worksheets[0].append(make_line(stem="=1+1"))
    file = BytesIO()
    workbook.save(file)

    (row,) = read_sheet(file.getvalue(), most_rows=10).rows

    assert "stem" not in row


@pytest.mark.parametrize("value", [date(2021, 6, 1), datetime(2021, 6, 1), "2021-06-01"])  # noqa: DTZ001 - as openpyxl has it
def test_date_is_a_date_however_its_cell_has_it(value: object) -> None:
    assert _row(effective_from=value)["effective_from"] == "2021-06-01"


@pytest.mark.parametrize(("value", "text"), [(2021, "2021"), (0.5, "0.5"), (3.0, "3"), (False, "FALSE")])
def test_number_in_a_text_is_read_as_it_looks(value: object, text: str) -> None:
    assert _row(A=value)["options"][0]["text"] == text


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_headings_are_known_in_every_language_of_the_site(language: str) -> None:
    with override(language):
        heading = [str(label) for label in COLUMNS.values()]
    content = make_sheet(make_line(), heading=heading)

    with override("en"):
        assert read_sheet(content, most_rows=10).rows[0]["code"] == "PAT-L1-900"


def test_columns_may_stand_in_any_order() -> None:
    content = make_sheet(make_line()[::-1], heading=list(COLUMNS)[::-1])

    assert read_sheet(content, most_rows=10).rows[0]["reference"] == "《专利法》（2020年修正）第二十二条第一款"


def test_empty_lines_are_passed_over_and_numbers_are_those_of_the_sheet() -> None:
    sheet = read_sheet(make_sheet(make_line(), [None, " "], [], make_line(code="PAT-L1-901")), most_rows=10)

    assert [row["code"] for row in sheet.rows] == ["PAT-L1-900", "PAT-L1-901"]
    assert sheet.numbers == [2, 5]


def test_no_more_is_read_than_one_row_too_many() -> None:
    lines = [make_line(code=f"PAT-L1-{number}") for number in range(20)]

    assert len(read_sheet(make_sheet(*lines), most_rows=5).rows) == 6


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        (["Stem", "Type"], "Columns missing in line 1: Code, Element, Level"),
        ([*COLUMNS, "stem"], "Columns that stand there twice: Stem."),
        ([*COLUMNS, "Difficulty"], "Columns that nothing is known of: Difficulty."),
        ([], "Columns missing in line 1: Code"),
    ],
)
def test_header_line_that_is_not_the_templates_is_refused(heading: list[str], sentence: str) -> None:
    with pytest.raises(UploadRefused) as refusal:
        read_sheet(make_sheet(make_line(), heading=heading or [None]), most_rows=10)

    assert sentence in str(refusal.value)
    assert str(refusal.value).endswith("Use the header line of the template.")


def test_error_of_a_formula_is_refused_with_its_line() -> None:
    with pytest.raises(UploadRefused, match="Line 3 holds the error #REF! of a formula"):
        read_sheet(make_sheet(make_line(), make_line(stem="#REF!")), most_rows=10)


def _with_part(content: bytes, part: str, replacement: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(file, "w", ZIP_DEFLATED) as copy:
        for name in source.namelist():
            copy.writestr(name, replacement if name == part else source.read(name))
    return file.getvalue()


def test_sheet_that_goes_on_without_a_word_is_refused() -> None:
    far = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
    cells = b"".join(b'<c t="inlineStr"><is><t>%s</t></is></c>' % name.encode() for name in COLUMNS)
    rows = b'<row r="1">%s</row><row r="1000000000"><c t="inlineStr"><is><t>x</t></is></c></row>' % cells
    content = _with_part(make_sheet(), "xl/worksheets/sheet1.xml", far % rows)

    with pytest.raises(UploadRefused, match="more than 10,000 lines"):
        read_sheet(content, most_rows=10)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("replacement", [b"", b"<broken", b"<other/>"])
def test_archive_that_is_no_workbook_is_refused(part: str, replacement: bytes) -> None:
    with pytest.raises(UploadRefused):
        read_sheet(_with_part(make_sheet(make_line()), part, replacement), most_rows=10)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_filled_in_template_is_read(language: str, db: None) -> None:
    with override(language):
        workbook = make_template(Element.objects.order_by("code"), lines=10)
    assert len(workbook.worksheets) == 3
    workbook.worksheets[0].append(make_line())
    file = BytesIO()
    workbook.save(file)

    assert [row["code"] for row in read_sheet(file.getvalue(), most_rows=10).rows] == ["PAT-L1-900"]


def test_template_keeps_what_is_typed_as_text_and_offers_words(db: None) -> None:
    workbook = make_template(Element.objects.order_by("code"), lines=10)
    file = BytesIO()
    workbook.save(file)
    sheet = load_workbook(file).worksheets[0]

    assert sheet.column_dimensions["F"].number_format == "@"
    assert [offered.formula1 for offered in sheet.data_validations.dataValidation] == [
        f"'Elements'!$A$2:$A${Element.objects.count() + 1}",
        '"L1,L2,L3,L4"',
        '"Remember,Understand,Apply,Analyze"',
        '"Single choice,Multiple choice,True or false,Case"',
    ]
