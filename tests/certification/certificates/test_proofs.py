"""What a reader, a scanner and a copier get from the page, in every layout."""

import random
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from django.core.files.base import ContentFile
from PIL import Image, ImageEnhance, ImageFilter
from pypdf import PdfReader

from certification.certificates.documents import build_pdf
from certification.certificates.enums import Kind, Language, Layout
from certification.certificates.models import Certificate
from certification.certificates.pictures import read_picture
from certification.certificates.qr import qr_blocks
from certification.certificates.services.credentials import signed_credential
from certification.certificates.specimens import specimen_of
from tests.certification.certificates.designs import make_design
from tests.certification.certificates.references import TOLERANCE, ink, largest_difference, page_of, reference
from tests.lms.pdf.pages import make_page, raster, structure, text_of

RARE = "林𠮷䶮㛃"
ADDRESS = "http://testserver/verify/specimen-of-a-template/"

every_layout = pytest.mark.parametrize("layout", list(Layout))


def photocopy(page: Image.Image) -> Image.Image:
    """Laid askew on a worn machine: gray, blurred, noisy, pale."""
    gray = page.convert("L").rotate(2.5, fillcolor=255, resample=Image.Resampling.BICUBIC)
    pale = ImageEnhance.Contrast(gray.filter(ImageFilter.GaussianBlur(1.1))).enhance(0.6)
    chance = random.Random(7)  # noqa: S311 - the same worn machine each time
    noise = Image.frombytes("L", pale.size, bytes(chance.getrandbits(8) for _ in range(pale.width * pale.height)))
    return Image.blend(pale, noise, 0.12)


@every_layout
def test_the_ink_is_that_of_the_reference_page(layout: Layout) -> None:
    assert largest_difference(ink(page_of(layout)), reference(layout)) <= TOLERANCE


@every_layout
@pytest.mark.parametrize("name", ["林𠮷龑", "木𠮷䶮", "林䶮"])
def test_another_name_is_not_taken_for_the_reference(layout: Layout, name: str) -> None:
    """The comparison can fail: another character, half of one, one that is missing."""
    assert largest_difference(ink(page_of(layout, name=name)), reference(layout)) > TOLERANCE


@every_layout
def test_the_text_layer_gives_back_a_rare_name(layout: Layout) -> None:
    assert RARE in "".join(text_of(page_of(layout, name=RARE)).split())


@every_layout
def test_the_code_is_read_off_a_page_of_100_dots_an_inch_and_off_a_photocopy_of_it(layout: Layout) -> None:
    page = page_of(layout)

    for picture in (raster(page, dpi=100), photocopy(raster(page, dpi=150))):
        assert [code.text for code in zxingcpp.read_barcodes(picture)] == [ADDRESS]


@pytest.mark.parametrize(
    "token", ["oVrIKofH9LfnSBupZj0000", "AAAAAAAAAAAAAAAAAAAAAA", "__________-----------0", "Zx7-pQ2_mN8vR4tY6uW1eK"]
)
def test_the_code_of_any_token_is_read_off_a_photocopy(token: str, tmp_path: Path) -> None:
    """All codes bear one mask, whatever pattern that gives them."""
    address = f"https://register.example.org.cn/verify/{token}/"
    style = "body { padding: 6mm } img { display: block; width: 26mm; height: 26mm }"
    page = make_page(tmp_path, '<img src="drawing:code" alt="">', style=style, code=qr_blocks(address))

    for picture in (raster(page, dpi=100), photocopy(raster(page, dpi=150))):
        assert [code.text for code in zxingcpp.read_barcodes(picture)] == [address]


@every_layout
@pytest.mark.parametrize("name", ["林样张", RARE + "\U0002cc08\U00020b02"])
def test_a_page_is_small_and_its_fonts_are_cut_to_what_it_shows(layout: Layout, name: str) -> None:
    page = page_of(layout, name=name)

    assert len(page) <= 100_000
    resources: Any = PdfReader(BytesIO(page)).pages[0]["/Resources"]
    fonts = [font.get_object() for font in resources["/Font"].values()]
    assert fonts
    assert all(str(font["/BaseFont"])[7] == "+" for font in fonts)


@every_layout
@pytest.mark.django_db
def test_with_credential_pictures_and_a_rare_name_it_is_still_small(
    layout: Layout, certificate: Certificate, now: datetime
) -> None:
    """Of the kind that says most."""
    specimen = specimen_of(make_design(Kind.COURSE, language=Language.BILINGUAL, layout=layout))
    specimen.name = RARE + "\U0002cc08\U00020b02"
    template = specimen.design
    template.seal, template.signature = (read_picture(ContentFile(_noise(seed))) for seed in (1, 2))

    page = build_pdf(specimen, credential=signed_credential(certificate=certificate, now=now))

    assert b"/EmbeddedFile" in page
    assert len(page) <= 100_000


def _noise(seed: int) -> bytes:
    """The picture that packs worst."""
    chance = random.Random(seed)  # noqa: S311 - the same picture each time
    picture = BytesIO()
    Image.frombytes("L", (400, 400), bytes(chance.randrange(256) for _point in range(160_000))).save(picture, "PNG")
    return picture.getvalue()


@every_layout
def test_the_page_is_tagged_and_says_what_it_is(layout: Layout) -> None:
    page = page_of(layout)
    reader = PdfReader(BytesIO(page))
    catalog: Any = reader.trailer["/Root"]

    kinds = [kind for kind, _words in structure(page)]
    assert kinds[0] == "Document"
    assert (kinds.count("H1"), kinds.count("H2"), kinds.count("Table")) == (1, 1, 1)
    assert kinds.count("TH") == kinds.count("TD") >= 9
    pictures = [words for kind, words in structure(page) if kind == "Figure"]
    assert pictures
    assert all(pictures)
    assert catalog["/Lang"] == "zh-Hans"
    assert [str(bookmark["/Title"]) for bookmark in reader.outline if isinstance(bookmark, dict)]
    assert reader.metadata is not None
    assert "知识产权服务从业人员能力评价证书" in str(reader.metadata.title)
    assert reader.metadata.author == "津沽知识产权服务行业协会"
