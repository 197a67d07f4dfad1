"""No text of a certificate ends in a line of one word or one character."""

import subprocess

import pytest

from certification.certificates.documents import build_pdf
from certification.certificates.enums import Kind, Language, Layout
from certification.certificates.specimens import specimen_of
from certification.certificates.templatetags.line_ends import keep_end
from tests.certification.certificates.designs import make_design
from tests.services.plugin import need
from tests.services.process import missing_program


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("达到年度学时要求，特发此证。", '达到年度学时要求，<span class="end">特发此证。</span>'),
        (
            "不作为从事专利代理等法定准入业务的依据。",
            '不作为从事专利代理等法定准入业<span class="end">务的依据。</span>',
        ),
        ("（依据《办法》）", '（依据《<span class="end">办法》）</span>'),
        ("at level Practitioner (L2).", 'at level <span class="end">Practitioner (L2).</span>'),
        ("R&D of <b>", 'R&amp;D <span class="end">of &lt;b&gt;</span>'),
        ("once", "once"),
        ("", ""),
    ],
)
def test_the_last_words_are_kept_together(text: str, printed: str) -> None:
    assert keep_end(text) == printed


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("layout", Layout)
def test_no_line_holds_a_last_character_alone(language: Language, layout: Layout) -> None:
    """Of hours, whose texts are such that one did."""
    need(missing_program("pdftotext"))
    pdf = build_pdf(specimen_of(make_design(Kind.HOURS, language=language, layout=layout)))
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    lines = {line.strip() for line in done.stdout.decode().splitlines()}

    ends = {"证。", "此证。", "据。", "依据。", "agent.", "agency."}
    assert not lines & ends
    assert any(line.endswith(tuple(ends)) for line in lines)
