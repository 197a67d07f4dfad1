"""Lists as people save them are read; what else comes is refused with a sentence; results hold no formula."""

import csv
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from certification.employers.sheets import read_list, write_csv, write_xlsx
from certification.verification.bulk import Asked
from lms.uploads import UploadRefused
from tests.certification.employers.cast import workbook_of

NUMBER = "TJIP-A-2025-PAT2-000123-7"
ROW = Asked(NUMBER, "林虚光")


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("heading", ["证书编号,姓名", "number,name", "Certificate number,Name"])
def test_csv_is_read_in_both_encodings(encoding: str, heading: str) -> None:
    content = f"{heading}\r\n{NUMBER},林虚光\r\n".encode(encoding)

    assert read_list(upload("list.csv", content)) == [ROW]


def test_rare_characters_survive() -> None:
    for encoding in ("utf-8", "gb18030"):
        assert (
            read_list(upload("l.CSV", f"姓名;备注;证书编号\n𠮷䶮㛃;x;{NUMBER}\n".encode(encoding)))[0].name == "𠮷䶮㛃"
        )


def test_list_without_a_heading_has_the_number_first() -> None:
    assert read_list(upload("list.csv", f"{NUMBER},林虚光\n\n , \n".encode())) == [ROW]


def test_workbook_is_read() -> None:
    content = workbook_of(["序号", "姓名", "证书编号"], ["1", "林虚光", NUMBER], ["", "", ""], ["2", "林虚光", NUMBER])

    assert read_list(upload("list.xlsx", content)) == [ROW, ROW]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("list.csv", b"", "no row"),
        ("list.csv", "证书编号,姓名\n".encode(), "no row"),
        ("list.csv", "甲,乙\n丙,丁\n".encode(), "names no columns"),
        ("list.csv", f"证书编号,姓名\n{NUMBER},\n".encode(), "Line 2 lacks"),
        ("list.csv", f"证书编号,姓名\n{NUMBER},{'长' * 61}\n".encode(), "too long"),
        ("list.csv", b"\x00\x01\x02\xff\xfe", "not a text"),
        ("list.csv", ("a" * 200_000).encode(), "can"),
        ("list.csv", "证书编号,姓名\n".encode() + f"{NUMBER},林\n".encode() * 501, "more than 500"),
        ("list.csv", b"\n" * 6_000, "5,000 lines"),
        ("list.xlsx", b"PK\x03\x04 not a workbook", "damaged"),
        ("list.xlsx", b"", "empty"),
        ("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not taken"),
        ("list.exe", b"MZ", "not taken"),
    ],
)
def test_bad_lists_are_refused(name: str, content: bytes, says: str) -> None:
    with pytest.raises(UploadRefused) as refusal:
        read_list(upload(name, content))

    assert says in str(refusal.value)


def test_large_file_is_refused_unread() -> None:
    with pytest.raises(UploadRefused) as refusal:
        read_list(upload("list.csv", b"x" * (2 * 1024 * 1024 + 1)))

    assert refusal.value.status == 413


def test_what_strangers_typed_comes_out_as_text() -> None:
    typed = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "林虚光"]

    sheet = load_workbook(BytesIO(write_xlsx([["heading"], typed]))).active
    assert sheet is not None
    cells = [sheet.cell(2, column) for column in range(1, 7)]
    lines = list(csv.reader(StringIO(write_csv([typed]).decode("utf-8-sig"))))

    assert {cell.data_type for cell in cells} == {"s"}
    assert lines == [["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", "林虚光"]]


def test_own_result_is_read_back() -> None:
    lines = [["证书编号", "姓名", "结果"], [NUMBER, "林虚光", "有效"]]

    assert read_list(upload("r.csv", write_csv(lines))) == read_list(upload("r.xlsx", write_xlsx(lines))) == [ROW]
