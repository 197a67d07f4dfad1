"""The PDF as others read it: poppler, a QR reader, and the eye of the law on what must stand on it."""

import re
import shutil
import subprocess
from base64 import urlsafe_b64encode
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
import segno
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from segno.encoder import evaluate_mask

from certification.certificates.documents import build_pdf, page_context, verification_address
from certification.certificates.enums import Kind, Language, Layout
from certification.certificates.models import Certificate, CertificateTemplate
from certification.certificates.printed_words import mask_id_number
from certification.certificates.qr import qr_blocks, qr_image
from certification.certificates.seal import rim, seal_of_tests_svg, seal_svg
from certification.certificates.signing import load_signer
from certification.certificates.specimens import specimen_of
from lms.pdf.fonts import missing_glyphs
from lms.pdf.lettering import letter
from tests.certification.certificates.designs import make_design, with_pictures
from tests.lms.pdf.pages import plainly, structure
from tests.services.plugin import need


def poppler(*names: str) -> None:
    absent = [name for name in names if shutil.which(name) is None]
    need(f"not installed: {', '.join(absent)} (Debian package poppler-utils)" if absent else None)


@pytest.fixture
def pdf(certificate: Certificate, now: datetime, tmp_path: Path) -> Path:
    path = tmp_path / "certificate.pdf"
    path.write_bytes(load_signer().sign(build_pdf(certificate), now=now))
    return path


def text_of(pdf: Path) -> str:
    poppler("pdftotext")
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def raster(pdf: Path, *, dpi: int) -> Image.Image:
    poppler("pdftoppm")
    subprocess.run(["pdftoppm", "-r", str(dpi), "-png", "-singlefile", str(pdf), str(pdf.with_suffix(""))], check=True)
    return Image.open(pdf.with_suffix(".png"))


def test_every_field_is_on_the_page(pdf: Path, certificate: Certificate) -> None:
    text = text_of(pdf)

    for printed in (
        "知识产权服务从业人员能力评价证书",
        "专利代理方向 L2",
        "林虚光",
        "居民身份证",
        "**************1234",
        certificate.number,
        "2025年6月2日",
        "2028年6月2日",
        "专利代理",
        "中级 L2",
        "合格",
        "《知识产权服务从业人员能力评价标准（专利代理）》2025年第1版",
        "津沽知识产权服务行业协会",
        "51120000MADEMO0017",
    ):
        assert printed in text, printed
    plain = "".join(text.split())
    assert verification_address(certificate) in plain
    assert "不属于职业资格证书、职称证书或职业技能等级证书，不作为从事专利代理等法定准入业务的依据。" in plain
    assert ("Figure", "测试印章，无效 TEST · NOT VALID") in structure(pdf.read_bytes())


def printed_lines(certificate: Certificate) -> list[tuple[str, str]]:
    rows: Any = page_context(certificate)["rows"]
    return [(line.caption, line.value) for row in rows for line in row]


def test_it_is_one_a4_page_across(pdf: Path) -> None:
    (page,) = PdfReader(pdf).pages

    assert [round(float(side)) for side in page.mediabox[2:]] == [842, 595]


def test_it_is_archivable_tagged_and_says_its_language(pdf: Path) -> None:
    catalog: Any = PdfReader(pdf).trailer["/Root"]
    metadata = catalog["/Metadata"].get_data()

    # WeasyPrint writes the one form, pyHanko, which adds its line on signing, the other.
    assert re.search(rb'pdfaid:part(>|=")3', metadata)
    assert re.search(rb'pdfaid:conformance(>|=")A', metadata)
    assert catalog["/Lang"] == "zh-Hans"
    assert catalog["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("dpi", [100, 200])
def test_the_qr_code_reads_from_a_rasterized_page(pdf: Path, certificate: Certificate, dpi: int) -> None:
    codes = zxingcpp.read_barcodes(raster(pdf, dpi=dpi))

    assert [code.text for code in codes] == [f"http://testserver/verify/{certificate.token}/"]


def test_the_qr_code_holds_no_personal_data(certificate: Certificate) -> None:
    assert verification_address(certificate) == f"http://testserver/verify/{certificate.token}/"


def test_the_name_is_drawn_and_not_only_in_the_text_layer(certificate: Certificate, tmp_path: Path) -> None:
    """Two names of one length differ in ink where the name stands: a text layer alone proves nothing."""
    images: list[Image.Image] = []
    for name in ("林虚光", "一一一"):
        certificate.name = name
        path = tmp_path / f"{len(images)}.pdf"
        path.write_bytes(build_pdf(certificate))
        images.append(raster(path, dpi=50).convert("L").crop((200, 105, 385, 145)))

    dark = [sum(image.histogram()[:128]) for image in images]
    assert dark[0] > 2 * dark[1] > 0


def test_rare_characters_come_back_from_the_text_layer(certificate: Certificate, tmp_path: Path) -> None:
    certificate.name = "𠮷䶮㛃"
    path = tmp_path / "rare.pdf"
    path.write_bytes(build_pdf(certificate))

    assert "𠮷䶮㛃" in text_of(path)


def test_the_signature_is_whole_and_allows_no_change(pdf: Path) -> None:
    poppler("pdfsig")
    report = subprocess.run(["pdfsig", str(pdf)], capture_output=True, check=False).stdout.decode()

    assert "Signature is Valid" in report
    assert "Total document signed" in report
    assert "ETSI.CAdES.detached" in report
    assert "测试签名密钥" in report
    catalog: Any = PdfReader(pdf).trailer["/Root"]
    assert catalog["/Perms"]["/DocMDP"]["/Reference"][0]["/TransformParams"]["/P"] == 1


def test_one_changed_byte_is_refused(pdf: Path) -> None:
    poppler("pdfsig")
    content = bytearray(pdf.read_bytes())
    content[len(content) // 3] ^= 1
    pdf.write_bytes(content)

    report = subprocess.run(["pdfsig", str(pdf)], capture_output=True, check=False).stdout.decode()

    assert "Signature is Valid" not in report


def test_with_a_real_key_the_seal_is_the_associations(certificate: Certificate, tmp_path: Path) -> None:
    certificate.is_test = False
    path = tmp_path / "real.pdf"
    path.write_bytes(build_pdf(certificate))

    assert ("Figure", "津沽知识产权服务行业协会印章图样") in structure(path.read_bytes())


def test_the_two_seals_are_drawn_with_their_own_words() -> None:
    """Lettering is paths: what makes 无效 is there, and nowhere in the association's seal."""
    void, special = letter("无", weight=700).path, letter("章", weight=700).path

    assert (void in seal_of_tests_svg(), void in seal_svg("津沽知识产权服务行业协会")) == (True, False)
    assert seal_svg("津沽知识产权服务行业协会").count(special) == 1
    assert seal_of_tests_svg().count(special) == 1


def test_a_reissue_says_which_issue_it_is(certificate: Certificate, tmp_path: Path) -> None:
    certificate.issue = 2
    path = tmp_path / "second.pdf"
    path.write_bytes(build_pdf(certificate))

    assert "补发第2次" in "".join(text_of(path).split())


def test_the_longest_texts_stay_on_one_page(certificate: Certificate, tmp_path: Path) -> None:
    certificate.name = "名" * 60
    certificate.basis = "《知识产权服务从业人员能力评价标准》" * 8
    certificate.title = "知识产权服务从业人员能力评价证书知识产权服务从业人员（集成电路布图设计方向 L2）"
    path = tmp_path / "long.pdf"
    path.write_bytes(build_pdf(certificate))

    assert len(PdfReader(path).pages) == 1


def test_the_fonts_have_every_character_of_the_page(certificate: Certificate, pdf: Path) -> None:
    assert missing_glyphs(text_of(pdf)) == []


def test_a_certificate_without_a_last_day_says_so(certificate: Certificate) -> None:
    certificate.valid_until = None

    assert ("有效期至", "长期") in printed_lines(certificate)


@pytest.mark.parametrize(
    ("id_type", "masked"), [("resident", "**************1234"), ("passport", "*****1234"), ("hk_macao", "*****1234")]
)
def test_id_numbers_are_masked(id_type: str, masked: str) -> None:
    assert mask_id_number(id_type, "1234") == masked


def test_the_rim_of_a_seal_is_even_and_upright_on_top() -> None:
    left, middle, right = rim("甲乙丙")

    assert (middle.x, middle.turn) == (0, 0)
    assert (left.x, left.turn) == (-right.x, -right.turn)
    assert left.y == right.y > middle.y


def test_a_long_name_stays_off_the_foot_of_the_seal() -> None:
    glyphs = rim("一个名称特别特别长的知识产权服务行业协会")

    assert max(abs(glyph.turn) for glyph in glyphs) <= 118


def test_qr_blocks_are_the_dark_modules_and_no_others() -> None:
    text = "http://testserver/verify/abc/"
    blocks = qr_blocks(text)

    assert blocks.side == 29
    assert blocks.rectangles[0] == (0, 0, 7, 1)
    covered = {(x + step, y) for x, y, width, _height in blocks.rectangles for step in range(width)}
    matrix = segno.make_qr(text, error="m", mask=2).matrix
    assert covered == {(x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}


def test_the_one_mask_is_within_a_tenth_of_the_best_of_all() -> None:
    """By the penalties of ISO/IEC 18004, 7.8.3, as segno counts them."""
    chance = Random(18004)  # noqa: S311 - the same addresses each time
    tokens = [urlsafe_b64encode(chance.randbytes(16)).decode().rstrip("=") for _ in range(12)]
    addresses = [f"https://register.example.org.cn/verify/{token}/" for token in tokens]

    def penalty(address: str, mask: int) -> int:
        matrix = [bytearray(row) for row in segno.make_qr(address, error="m", mask=mask).matrix]
        return int(evaluate_mask(matrix, len(matrix), len(matrix)))  # type: ignore[no-untyped-call]  # segno's

    best = sum(min(penalty(address, mask) for mask in range(8)) for address in addresses)

    assert sum(penalty(address, 2) for address in addresses) < 1.1 * best


def test_a_qr_image_brings_its_quiet_zone() -> None:
    assert qr_image("http://testserver/verify/abc/").startswith("data:image/svg+xml")


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", Kind)
def test_a_certificate_is_byte_for_byte_as_weasyprint_sets_it(kind: Kind, language: Language, layout: Layout) -> None:
    """What later documents share with earlier ones saves time and changes nothing."""
    specimen = specimen_of(with_pictures(make_design(kind, language=language, layout=layout)))
    specimen.name = "林𠮷䶮"
    made = [build_pdf(specimen, is_specimen=True) for _ in range(2)]
    with plainly():
        assert made == [build_pdf(specimen, is_specimen=True)] * 2


def test_template_texts_are_filled(template: CertificateTemplate, certificate: Certificate) -> None:
    assert page_context(certificate)["body"] == (
        "参加本会组织的知识产权服务从业人员能力评价，经考核，达到专利代理方向中级（L2）的能力要求，评价结论为合格，特发此证。"
    )
