"""What others' programs say of the receipt as PDF: veraPDF of its form, poppler with NSS and DSS of its signature; the verifier of what it bears."""

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from certification.certificates.keys import CERTIFICATE_FILE
from certification.certificates.log.keys import load_log_signer
from certification.certificates.models import Certificate
from certification.certificates.services import suspend_certificate
from certification.certificates.services.log import append_to_log, sign_tree_head
from certification.verification.answers import CredentialAnswer, FileAnswer, SignatureAnswer
from certification.verification.inquiries import How, Inquiry
from certification.verification.pdf_checks import read_pdf
from certification.verification.services import issue_receipt, print_receipt
from lms.accounts.models import User
from tests.certification.certificates.log_cast import install_log_key
from tests.services import signature_validator, verapdf
from tests.services.plugin import need
from tests.services.process import missing_program
from tests.services.signature_validator import Verdict, judge

pytestmark = pytest.mark.validator

PROGRAM = Path("docs", "verifier", "verify_certificate.py")
NAMES = ("林虚光", "龙\U00020bb7䶮㛃", "Nguyễn Văn Ánh · Z\u0323\u0304", "阿依古丽·买买提·Jean-François")
Write = Callable[..., Path]


@pytest.fixture
def write(certificate: Certificate, tmp_path: Path) -> Write:
    """The receipt of an inquiry about the certificate, in the language, as a file."""
    install_log_key()

    def write(name: str, language: str, inquiry: Inquiry, *, now: datetime, days_ago: int | None = None) -> Path:
        on = (now - timedelta(days=days_ago)).date() if days_ago is not None else None
        with translation.override(language):
            receipt = issue_receipt(inquiry=inquiry, on=on, now=now)
            assert receipt is not None
            file = tmp_path / f"{name}-{language}.pdf"
            file.write_bytes(print_receipt(receipt=receipt))
        return file

    return write


def of_file(certificate: Certificate, name: str, *answers: str) -> Inquiry:
    kinds = dict(zip(("file", "signature", "credential"), answers, strict=True))
    genuine = "yes" if answers[0] == FileAnswer.ISSUED else "no"
    return Inquiry(
        How.FILE, str(certificate.uuid), name, kinds | {"kind": "pdf", "sha256": "0" * 64, "genuine": genuine}
    )


def test_receipts_are_archivable(certificate: Certificate, write: Write, registrar: User, now: datetime) -> None:
    """However one has asked, whatever was answered, in both languages, with names of all sorts."""
    need(verapdf.available())
    reference, later = str(certificate.uuid), now + timedelta(days=3)
    files = []
    for language in ("zh-hans", "en"):
        for place, name in enumerate(NAMES):
            Certificate.objects.filter(pk=certificate.pk).update(name=name)
            files.append(write(f"number-{place}", language, Inquiry(How.NUMBER, reference, name), now=later))
        files.append(write("token", language, Inquiry(How.TOKEN, reference, name), now=later, days_ago=1))
        answers = zip(list(FileAnswer) * 2, list(SignatureAnswer), list(CredentialAnswer), strict=False)
        for place, each in enumerate(answers):
            files.append(write(f"file-{place}", language, of_file(certificate, name, *each), now=later, days_ago=10))
    suspend_certificate(certificate=certificate, actor=registrar, reason="核实", now=now + timedelta(hours=1))
    files.append(write("suspended", "zh-hans", Inquiry(How.NUMBER, reference, name), now=later, days_ago=0))

    assert len(files) == 2 * (4 + 1 + 6) + 1
    assert verapdf.complaints(files, profile="3a") == {}


def test_receipts_are_signed_as_others_see_it(certificate: Certificate, write: Write, tmp_path: Path) -> None:
    need(missing_program("pdfsig"))
    need(signature_validator.available())
    now = timezone.now()
    inquiry = Inquiry(How.NUMBER, str(certificate.uuid), certificate.name)
    whole = write("whole", "zh-hans", inquiry, now=now)
    content = bytearray(whole.read_bytes())
    # A letter of the page, so that the file can still be read.
    content[len(content) // 3] ^= 1
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(content)

    verdicts = judge([whole, changed], trusted=[Path(settings.SIGNING_KEY_DIR) / CERTIFICATE_FILE])

    assert verdicts[whole.name] == Verdict("TOTAL_PASSED", "", "PAdES-BASELINE-B")
    assert verdicts[changed.name].indication != "TOTAL_PASSED"
    assert "Signature is Valid" in pdfsig(whole)
    assert "Total document signed" in pdfsig(whole)
    assert "Signature is Valid" not in pdfsig(changed)


def pdfsig(file: Path) -> str:
    return subprocess.run(["pdfsig", str(file)], capture_output=True, check=False).stdout.decode()


def test_what_the_pdf_bears_is_checked_without_the_site(
    certificate: Certificate, write: Write, tmp_path: Path, now: datetime, client: Client
) -> None:
    """The page offers the proof, the receipt bears it; the program reads both, and nothing of ours."""
    later = now + timedelta(hours=1)
    install_log_key()
    append_to_log(now=later)
    sign_tree_head(now=later)
    pdf = write("receipt", "en", Inquiry(How.NUMBER, str(certificate.uuid), certificate.name), now=later)
    page = client.post("/verify/", {"number": certificate.number, "name": certificate.name}).text
    offered = page.split('href="/log/proof/')[1].split('"')[0]
    proof = client.get(f"/log/proof/{offered}").content
    keys = tmp_path / "keys.txt"
    keys.write_text(f"{load_log_signer().verifier}\n")

    for name, content in (("receipt.json", read_pdf(pdf.read_bytes()).attachments[0]), ("proof.json", proof)):
        (tmp_path / name).write_bytes(content)
        command = [sys.executable, str(settings.BASE_DIR / PROGRAM), name, "--keys", str(keys), "--accept-test"]
        done = subprocess.run(command, cwd=tmp_path, env={"PYTHONUTF8": "1"}, capture_output=True, check=False)
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
        assert certificate.number in done.stdout.decode()
