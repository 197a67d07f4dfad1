"""Lists of numbers and names as CSV or XLSX, and their results. What strangers typed comes out as text, never as a formula."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from django.core.files.base import File
from django.utils.translation import gettext as _

from certification.certificates.numbers import Mistyped, NotANumber, read_number
from certification.verification.bulk import MOST_ROWS, Asked
from lms.exports import plain_text, write_workbook
from lms.uploads import UploadRefused, cell_text, read_workbook, require_kind, require_modest_archive, require_size

LIMIT = 2 * 1024 * 1024
_UNPACKED = 16 * 1024 * 1024
_MOST_TAGS = 200_000
_LAST_LINE = 5_000
_MOST_COLUMNS = 20
_NUMBER, _NAME = 80, 60
_NUMBER_HEADINGS = {"证书编号", "编号", "证书号", "certificate number", "number"}
_NAME_HEADINGS = {"姓名", "持证人姓名", "持证人", "holder’s name", "holder's name", "holder", "name"}


def read_list(upload: "File[bytes]") -> list[Asked]:
    """Raises ``UploadRefused`` and its kind with the line that is wrong."""
    require_size(upload, limit=LIMIT)
    name = (upload.name or "").lower()
    lines: Iterable[list[str]]
    if name.endswith(".csv"):
        lines = _csv_lines(upload.read())
    else:
        require_kind(upload, kinds=["xlsx", "csv"])
        content = upload.read()
        require_modest_archive(content, limit=_UNPACKED, most_tags=_MOST_TAGS)
        cells = read_workbook(content, most_columns=_MOST_COLUMNS, last_line=_LAST_LINE)
        lines = ([cell_text(cell) for cell in line] for line in cells)
    return _asked(lines)


def _csv_lines(content: bytes) -> Iterator[list[str]]:
    text = _decode(content)
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:4096], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    try:
        for cells in csv.reader(StringIO(text, newline=""), dialect):
            yield [cell.strip() for cell in cells[:_MOST_COLUMNS]]
    except csv.Error as broken:
        raise UploadRefused(_("The file is not a list that can be read. Save it anew as CSV or XLSX.")) from broken


def _decode(content: bytes) -> str:
    """UTF-8, as programs write it, or GB 18030, as Excel in Chinese does."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UploadRefused(_("The file is not a text in UTF-8 or GB 18030. Save it anew as CSV, or send XLSX."))


def _asked(lines: Iterable[list[str]]) -> list[Asked]:
    places: tuple[int, int] | None = None
    asked: list[Asked] = []
    for line, cells in enumerate(lines, start=1):
        if line > _LAST_LINE:
            raise UploadRefused(
                _("The list goes on for more than 5,000 lines. Delete the empty lines below the last name.")
            )
        if not any(cells):
            continue
        if places is None:
            places = _places(cells)
            if not _is_number(cells, places[0]):
                continue
        asked.append(_row(cells, places, line))
        if len(asked) > MOST_ROWS:
            raise UploadRefused(_("The list has more than 500 certificates. Split it."))
    if not asked:
        raise UploadRefused(
            _("The list has no row. Put the number and the name of each certificate in a line of its own.")
        )
    return asked


def _places(heading: list[str]) -> tuple[int, int]:
    """Where number and name stand; a list without a header line has the number first and the name second."""
    words = [" ".join(cell.split()).casefold() for cell in heading]
    numbers = [place for place, word in enumerate(words) if word in _NUMBER_HEADINGS]
    names = [place for place, word in enumerate(words) if word in _NAME_HEADINGS]
    if numbers and names:
        return numbers[0], names[0]
    if _is_number(heading, 0):
        return 0, 1
    raise UploadRefused(
        _("The first line names no columns. Use the template: one column “证书编号” or “Number”, one “姓名” or “Name”.")
    )


def _is_number(cells: list[str], place: int) -> bool:
    try:
        read_number(cells[place] if place < len(cells) else "")
    except NotANumber:
        return False
    except Mistyped:
        return True
    return True


def _row(cells: list[str], places: tuple[int, int], line: int) -> Asked:
    number, name = (cells[place] if place < len(cells) else "" for place in places)
    if not number or not name:
        raise UploadRefused(_("Line %(line)d lacks the number or the name.") % {"line": line})
    if len(number) > _NUMBER or len(name) > _NAME:
        raise UploadRefused(_("Line %(line)d holds a number or a name that is too long to be one.") % {"line": line})
    return Asked(number.replace("\0", ""), name.replace("\0", ""))


def write_csv(rows: Iterable[list[str]]) -> bytes:
    """With the mark that makes Excel read UTF-8."""
    out = StringIO(newline="")
    csv.writer(out).writerows([[plain_text(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(rows: Iterable[list[str]]) -> bytes:
    return write_workbook(_("Result"), rows, widths=(30, 16, 14, 44, 18, 40, 14, 14, 14))
