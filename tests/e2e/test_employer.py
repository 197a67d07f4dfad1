"""An employer who hires: scans the paper, looks into the file, is let in by the association, and checks a list of fifty."""

import csv
import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
import zxingcpp
from PIL import Image

from tests.e2e.learner import sign_up
from tests.e2e.newcomer import invent_newcomer
from tests.e2e.signing_in import Accounts
from tests.e2e.story import Story
from tests.e2e.visitors import PHONE, POINTER, Way, Windows
from tests.services.site import Site

pytestmark = pytest.mark.e2e

WAYS = {"a pointer": POINTER, "a phone": PHONE}
SCAN_DPI = 100
ROWS = 50


@dataclass(frozen=True)
class Paper:
    """The PDF that a holder hands over."""

    path: Path
    name: str


@pytest.fixture(scope="module")
def paper(accounts: Accounts) -> Iterator[Paper]:
    with TemporaryDirectory() as folder, accounts.at_home("practitioner", POINTER) as holder:
        holder.open("/my/certificates/")
        card = holder.find("article:has(.badge-valid)").first
        name = card.locator("dd[translate=no]:not(.number)").first.inner_text()
        with holder.page.expect_download() as download:
            holder.follow(card.locator("a[download][href$='/pdf/']"))
        path = Path(folder, "certificate.pdf")
        download.value.save_as(path)
        yield Paper(path, name)


def _scan(paper: Paper) -> str:
    """The address in the code of the printed page."""
    page = paper.path.with_suffix("")
    subprocess.run(["pdftoppm", "-png", "-r", str(SCAN_DPI), "-singlefile", paper.path, page], check=True)
    with Image.open(page.with_suffix(".png")) as picture:
        (code,) = zxingcpp.read_barcodes(picture)
    return str(code.text)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_employer_scans_the_paper_and_looks_into_the_file(way: Way, windows: Windows, paper: Paper) -> None:
    path = re.sub(r"^https?://[^/]+", "", _scan(paper))
    with windows.open(way) as employer:
        employer.open(path)
        employer.speak(way.language)
        employer.wait_for(".certificate-check-valid")
        # Who only has the code sees who it may be; who can read the paper sees that it is.
        assert paper.name not in employer.text
        employer.look()
        employer.fill("main form input[name=name]", paper.name)
        employer.press("main form:has(input[name=name]) button")
        employer.wait_for(".certificate-check-valid")
        assert paper.name in employer.text
        employer.look()

        employer.open("/verify/")
        employer.page.locator("input[type=file][name=file]").set_input_files(paper.path)
        employer.press("form:has(input[type=file]) button[type=submit]")
        employer.wait_for(".criteria")
        assert employer.count(".criterion-met") == 4
        employer.look()

        changed = paper.path.read_bytes().replace(b"/Type", b"/Typo", 1)
        employer.open("/verify/")
        employer.page.locator("input[type=file][name=file]").set_input_files(
            {"name": "changed.pdf", "mimeType": "application/pdf", "buffer": changed}
        )
        employer.press("form:has(input[type=file]) button[type=submit]")
        employer.wait_for(".criteria")
        assert employer.count(".criterion-unmet") >= 2
        employer.look()


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_employer_is_let_in_and_checks_a_list_of_fifty(
    way: Way, windows: Windows, accounts: Accounts, site: Site
) -> None:
    with windows.open(way) as employer:
        story = Story(employer, invent_newcomer(), way, windows, accounts, site)
        sign_up(story)
        _apply(story)
        _approve(story)

        employer.open("/my/employer/")
        employer.look()
        employer.page.locator("input[type=file]").set_input_files(
            {"name": "applicants.csv", "mimeType": "text/csv", "buffer": _list_of(site)}
        )
        employer.press("main form[enctype] button[type=submit]")
        employer.arrive(re.compile(r"/my/employer/checks/[0-9a-f-]{36}/$"))
        employer.wait_for("a[href$='result.xlsx']")
        known = site.demo["certificates"]
        assert employer.find(".stat-value").all_inner_texts() == [str(ROWS), str(len(known))]
        for certificate in known:
            row = employer.find("tbody tr", certificate["number"]).first
            assert row.locator(f".badge-{certificate['status']}").count() == 1
        employer.look()
        with employer.page.expect_download() as download:
            employer.follow("a[href$='result.xlsx']")
        content = io.BytesIO(Path(download.value.path()).read_bytes())
        sheet = openpyxl.load_workbook(content, read_only=True).worksheets[0]
        assert sum(1 for row in sheet.iter_rows(values_only=True) if any(row)) == ROWS + 1


def _apply(story: Story) -> None:
    employer = story.me
    employer.open("/my/employer/")
    employer.look()
    employer.fill("input[name=organization_name]", _organization(story))
    employer.fill("input[name=credit_code]", "91120116MA00000000")
    employer.fill("input[name=position]", "人事经理")
    employer.fill("textarea[name=purpose]", "录用前核验应聘人员的证书。")
    employer.press("form[action$='/apply/'] button[type=submit]")
    employer.wait_for(".message")
    employer.look()


def _organization(story: Story) -> str:
    return f"天津{story.newcomer.name}科技有限公司"


def _approve(story: Story) -> None:
    with story.accounts.at_desk("registrar", story.way) as registrar:
        registrar.open("/desk/employers/")
        registrar.look()
        registrar.follow(registrar.find("main tbody a", _organization(story)))
        registrar.arrive(re.compile(r"/desk/employers/\d+/$"))
        registrar.look()
        registrar.press("form[action$='/approve/'] button")
        registrar.wait_for(".message")
        registrar.look()


def _list_of(site: Site) -> bytes:
    """The certificates of the demonstration, and enough numbers with names they do not bear."""
    known = [(certificate["number"], certificate["name"]) for certificate in site.demo["certificates"]]
    strangers = [(known[0][0], f"无此人{position}") for position in range(ROWS - len(known))]
    text = io.StringIO()
    csv.writer(text).writerows([("number", "name"), *known, *strangers])
    return text.getvalue().encode()
