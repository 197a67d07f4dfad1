"""Import files as tests want them."""

import json
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from certification.items.sheets import COLUMNS

LINE = {
    "code": "PAT-L1-900",
    "element": "PAT.01",
    "level": "L1",
    "cognitive_level": "Remember",
    "type": "Single choice",
    "stem": "授予专利权的发明应当具备哪一组条件？",
    "A": "新颖性、创造性和实用性",
    "B": "新颖性、美观性和实用性",
    "C": "显著性和新颖性",
    "answer": "A",
    "rationale": "发明和实用新型应当具备新颖性、创造性和实用性。",
    "reference": "《专利法》（2020年修正）第二十二条第一款",
    "effective_from": "2021-06-01",
}


def json_file(*rows: Any, name: str = "items.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, json.dumps(rows, ensure_ascii=False).encode())


def make_line(**changes: Any) -> list[Any]:
    """A line of a sheet; a value of None leaves the cell empty."""
    line: dict[str, Any] = LINE | changes
    return [line.get(name) for name in COLUMNS]


def make_sheet(*lines: list[Any], heading: list[Any] | None = None) -> bytes:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for line in (heading or list(COLUMNS), *lines):
        sheet.append(line)
        for cell in sheet[sheet.max_row]:
            if cell.data_type == "f":
                # As a person who types a text into a cell formatted as text.
                cell.data_type = "s"
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def xlsx_file(content: bytes, name: str = "items.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
