"""The page of a certificate: what stands on it, and the PDF of it before it is signed."""

import base64
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from certification.certificates.enums import ContributionRole, Kind, Language, Layout
from certification.certificates.models import Certificate, CertificateCredential, TemplatePicture
from certification.certificates.printed_words import (
    ID_TYPES,
    LEVELS,
    ROLES,
    Words,
    date_issued,
    format_date,
    format_hours,
    format_period,
    mask_id_number,
    texts_of,
    word_certificate,
)
from certification.certificates.qr import qr_blocks
from certification.certificates.seal import seal_of_tests_svg, seal_svg
from lms.accounts.enums import IdType
from lms.competency.enums import Level
from lms.pdf.attachments import AttachedFile
from lms.pdf.rendering import render_pdf

_PAGES = {
    Layout.FRAMED: ("certificates/pdf/framed.html", "certificates/framed.css"),
    Layout.COLUMN: ("certificates/pdf/column.html", "certificates/column.css"),
}
# What the credential is called inside the PDF.
CREDENTIAL_FILE = "credential.json"
_SPECIMEN = Words("样张", "SPECIMEN")
# Widths, in halves of a Chinese character, from which a line is set smaller, and smaller still.
_LONG_TITLE, _LONGER_TITLE = 36, 48
_LONG_NAME, _LONGER_NAME = 18, 34
_LONG_VALUE = 92
_LONG_ISSUER, _LONG_MARK = 32, 5
_DENSE_BODY = 400


@dataclass(frozen=True)
class Line:
    """A line of the table: a caption and what stands behind it, in the leading language and, small, in the other one."""

    caption: str
    caption_beside: str
    value: str
    value_beside: str = ""
    look: str = ""
    is_wide: bool = False


class _Printer:
    """Sets words in the languages of a template: the leading one, and the one beside it."""

    def __init__(self, language: str) -> None:
        self.is_english = language == Language.ENGLISH
        self.is_bilingual = language == Language.BILINGUAL

    def lead(self, words: Words) -> str:
        return words.en if self.is_english else words.zh

    def beside(self, words: Words) -> str:
        return words.en if self.is_bilingual and words.en != words.zh else ""

    def both(self, words: Words) -> str:
        return f"{self.lead(words)} {self.beside(words)}".strip()

    def line(self, caption: Words, value: Words | str, *, look: str = "", is_wide: bool = False) -> Line:
        words = value if isinstance(value, Words) else Words(value, value)
        return Line(self.lead(caption), self.beside(caption), self.lead(words), self.beside(words), look, is_wide)


def verification_address(certificate: Certificate) -> str:
    return f"{settings.SITE_URL}{reverse('verification:token', args=[certificate.token])}"


def page_context(certificate: Certificate, *, is_specimen: bool = False) -> dict[str, object]:
    """Everything the page prints. The certificate need not be saved, nor its template."""
    template, printer = certificate.design, _Printer(certificate.design.language)
    wording = word_certificate(certificate)
    title, bracket, direction = certificate.title.partition("（" if template.has_chinese else " (")
    issuer = Words(template.issuer_name, template.issuer_name_en or template.issuer_name)
    post = Words(template.signatory_post, template.signatory_post_en or template.signatory_post)
    issued_on = date_issued(certificate.issued_at)
    address = verification_address(certificate)
    mark, mark_caption = _mark(certificate, printer)
    return {
        "certificate": certificate,
        "language": template.language_code,
        "is_bilingual": printer.is_bilingual,
        "is_dense": _width(wording.body) + _width(wording.body_en) > _DENSE_BODY,
        "is_english": printer.is_english,
        "title": title,
        "title_size": _size(title, _LONG_TITLE, _LONGER_TITLE),
        "direction": (bracket + direction).strip(),
        "title_beside": wording.title_en if printer.is_bilingual else "",
        "name_size": _size(certificate.name, _LONG_NAME, _LONGER_NAME),
        "body": wording.leading_body,
        "body_beside": wording.body_en if printer.is_bilingual else "",
        "rows": _rows(_lines(certificate, printer)),
        "disclaimer": wording.leading_disclaimer,
        "disclaimer_beside": wording.disclaimer_en if printer.is_bilingual else "",
        "issuer": printer.lead(issuer),
        "issuer_beside": printer.beside(issuer),
        "issuer_size": _size(printer.lead(issuer), _LONG_ISSUER, _LONG_ISSUER),
        "mark": mark,
        "mark_caption": mark_caption,
        "mark_size": _size(mark, _LONG_MARK, _LONG_MARK),
        "issued_on": format_date(issued_on, english=printer.is_english),
        "signatory_post": printer.lead(post),
        "signature": _as_address(template.signature),
        "address": address,
        "is_test": certificate.is_test,
        "seal": "" if certificate.is_test else _as_address(template.seal),
        "specimen": " ".join(_SPECIMEN) if is_specimen else "",
    }


def printed_text(certificate: Certificate) -> str:
    """What differs from one certificate to the next, for the check that the fonts have every character."""
    wording = word_certificate(certificate)
    parts = [certificate.name, wording.title, wording.title_en, wording.body, wording.body_en]
    parts += [certificate.subject, certificate.subject_en, certificate.basis, *texts_of(certificate.design)]
    if certificate.domain is not None:
        parts += [certificate.domain.name_zh, certificate.domain.name_en]
    return "\n".join(parts)


def build_pdf(
    certificate: Certificate, *, credential: CertificateCredential | None = None, is_specimen: bool = False
) -> bytes:
    """What is issued bears its signed credential, as the very text that the holder downloads; a specimen has none."""
    page, stylesheet = _PAGES[Layout(certificate.design.layout)]
    with translation.override("zh-hans"):
        return render_pdf(
            template=page,
            context=page_context(certificate, is_specimen=is_specimen),
            stylesheet=stylesheet,
            drawings={
                "qr": qr_blocks(verification_address(certificate)),
                "seal": seal_of_tests_svg() if certificate.is_test else seal_svg(certificate.design.issuer_name),
            },
            attachments=[_attach(credential)] if credential else [],
        )


def _attach(credential: CertificateCredential) -> AttachedFile:
    if credential.signed_at is None:
        raise ValueError("An unsigned credential proves nothing.")
    return AttachedFile(
        name=CREDENTIAL_FILE,
        description="Open Badges 3.0",
        content=credential.content.encode(),
        made_at=credential.signed_at,
    )


def _lines(certificate: Certificate, printer: _Printer) -> list[Line]:
    line = printer.line
    again = (
        Words(f"补发 第{certificate.issue}次", f"issue {certificate.issue}") if certificate.issue > 1 else Words("", "")
    )
    day = date_issued(certificate.issued_at)
    return [
        line(Words("证件类型", "ID type"), ID_TYPES[IdType(certificate.id_type)]),
        Line(*_captions(printer, Words("证书编号", "Number")), certificate.number, printer.lead(again), look="number"),
        line(Words("证件号码", "ID number"), mask_id_number(certificate.id_type, certificate.id_last4)),
        line(Words("签发日期", "Issued"), _day(format_date(day), format_date(day, english=True), printer)),
        *_LINES_OF_KIND[Kind(certificate.kind)](certificate, printer),
        _basis(certificate, printer),
    ]


def _rows(lines: list[Line]) -> list[list[Line]]:
    """Two lines beside each other, a wide one by itself."""
    rows: list[list[Line]] = []
    for line in lines:
        if line.is_wide or not rows or len(rows[-1]) == 2 or rows[-1][0].is_wide:
            rows.append([line])
        else:
            rows[-1].append(line)
    return rows


def _captions(printer: _Printer, caption: Words) -> tuple[str, str]:
    return printer.lead(caption), printer.beside(caption)


def _day(chinese: str, english: str, printer: _Printer) -> str:
    # A date reads in either language: once is enough.
    return english if printer.is_english else chinese


def _basis(certificate: Certificate, printer: _Printer) -> Line:
    caption = Words("依据", "Evidence") if certificate.kind == Kind.LECTURER else Words("评价依据", "Basis")
    look = "fine" if _width(certificate.basis) > _LONG_VALUE else ""
    return printer.line(caption, certificate.basis, look=look, is_wide=True)


def _competency(certificate: Certificate, printer: _Printer) -> list[Line]:
    until = certificate.valid_until
    last_day = (
        _day(format_date(until), format_date(until, english=True), printer)
        if until
        else printer.lead(Words("长期", "No end"))
    )
    return [
        printer.line(Words("业务领域", "Domain"), _domain(certificate)),
        printer.line(Words("有效期至", "Valid until"), last_day),
        printer.line(Words("能力等级", "Level"), _level(certificate)),
        printer.line(Words("评价结论", "Conclusion"), Words("合格", "Passed")),
    ]


def _course(certificate: Certificate, printer: _Printer) -> list[Line]:
    field, level = _domain(certificate), _level(certificate)
    return [
        _subject(Words("培训课程", "Course"), certificate, printer),
        *_training(certificate, printer),
        printer.line(Words("课程领域", "Domain"), Words(f"{field.zh} {level.zh}", f"{field.en}, {certificate.level}")),
        printer.line(Words("考核结论", "Conclusion"), Words("合格", "Passed")),
    ]


def _hours(certificate: Certificate, printer: _Printer) -> list[Line]:
    statement = certificate.hours_statement
    professional = format_hours(statement.professional_hours) if statement is not None else ""
    return [
        *_training(certificate, printer),
        printer.line(Words("其中专业科目", "Professional"), professional),
        printer.line(Words("年度结论", "Conclusion"), Words("合格", "Norm met")),
    ]


def _lecturer(certificate: Certificate, printer: _Printer) -> list[Line]:
    contribution = certificate.contribution
    role = ROLES[ContributionRole(contribution.role)] if contribution is not None else Words("", "")
    lines = [_subject(Words("讲授或服务", "Given"), certificate, printer), *_training(certificate, printer)]
    lines.append(printer.line(Words("身份", "Role"), role, is_wide=certificate.domain is None))
    if certificate.domain is not None:
        lines.append(printer.line(Words("业务领域", "Domain"), _domain(certificate)))
    return lines


_LINES_OF_KIND = {
    Kind.COMPETENCY: _competency,
    Kind.COURSE: _course,
    Kind.HOURS: _hours,
    Kind.LECTURER: _lecturer,
}


def _mark(certificate: Certificate, printer: _Printer) -> tuple[str, str]:
    """What meets the eye first: the level that was shown, the hours, the year or the role, with a caption."""
    if certificate.contribution is not None:
        role = ROLES[ContributionRole(certificate.contribution.role)]
        return printer.lead(role), printer.beside(role)
    if certificate.hours_statement is not None:
        return str(certificate.hours_statement.year), printer.both(Words("年度", "Year"))
    if certificate.hours is not None:
        return format_hours(certificate.hours), printer.both(Words("学时", "hours"))
    return certificate.level, printer.both(LEVELS[Level(certificate.level)])


def _subject(caption: Words, certificate: Certificate, printer: _Printer) -> Line:
    words = Words(certificate.subject, certificate.subject_en or certificate.subject)
    together = _width(printer.lead(words)) + _width(printer.beside(words))
    return printer.line(caption, words, look="fine" if together > _LONG_VALUE else "", is_wide=True)


def _training(certificate: Certificate, printer: _Printer) -> list[Line]:
    if certificate.began_on is None or certificate.ended_on is None or certificate.hours is None:
        return []
    first, last, hours = certificate.began_on, certificate.ended_on, format_hours(certificate.hours)
    period = _day(format_period(first, last), format_period(first, last, english=True), printer)
    return [
        printer.line(Words("起止日期", "Period"), period),
        printer.line(Words("学时", "Hours"), hours),
    ]


def _domain(certificate: Certificate) -> Words:
    domain = certificate.domain
    return Words(domain.name_zh, domain.name_en) if domain is not None else Words("", "")


def _level(certificate: Certificate) -> Words:
    words = LEVELS[Level(certificate.level)]
    return Words(f"{words.zh} {certificate.level}", f"{words.en} {certificate.level}")


def _width(text: str) -> int:
    """In halves of a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _size(text: str, long: int, longer: int) -> str:
    width = _width(text)
    if width <= long:
        return ""
    return "longer" if width > longer > long else "long"


def _as_address(picture: TemplatePicture | None) -> str:
    if picture is None:
        return ""
    return f"data:{picture.media_type};base64,{base64.b64encode(bytes(picture.content)).decode()}"
