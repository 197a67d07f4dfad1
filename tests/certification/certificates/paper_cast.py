"""Spreadsheets of paper certificates, for tests."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

HEADING = {
    "number": "Certificate number",
    "title": "Title",
    "name": "Holder’s name",
    "id_type": "ID type",
    "id_last4": "ID number, last four",
    "kind": "Kind",
    "domain": "Domain",
    "level": "Level",
    "basis": "Basis",
    "issued_on": "Issued on",
    "valid_until": "Valid until",
    "holder": "Holder’s ID number, if registered here",
}
ROW = {
    "number": "津知服字（2019）第 012 号",
    "title": "专利代理实务培训证书",
    "name": "旧持证",
    "id_type": "resident",
    "id_last4": "012X",
    "kind": "A",
    "domain": "PAT",
    "level": "L2",
    "basis": "《协会培训办法》2018年版",
    "issued_on": "2019-06-30",
    "valid_until": "2029-06-30",
    "holder": "",
}
NUMBER = "津知服字〔2019〕第012号"


def paper_file(
    *rows: dict[str, Any], heading: dict[str, str] | None = None, name: str = "旧证书.xlsx"
) -> SimpleUploadedFile:
    """With the rows given over ``ROW``."""
    columns = HEADING if heading is None else heading
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(list(columns.values()))
    for row in rows:
        values = ROW | row
        sheet.append([values[column] for column in columns])
    file = BytesIO()
    workbook.save(file)
    return SimpleUploadedFile(name, file.getvalue())
