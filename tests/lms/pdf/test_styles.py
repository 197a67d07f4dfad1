"""Styles that outlast a document change nothing in the next one: WeasyPrint by itself is what they are held against."""

from pathlib import Path

import pytest
from weasyprint.css import StyleFor

from lms.pdf import styles
from lms.pdf.rendering import render_pdf
from tests.lms.pdf.pages import make_page, plainly, text_of

EVERYTHING = """<header><h1>证书</h1><p class="first">A <b>bold</b>, <small lang="en">small</small> word<br>and a line</p></header>
<h2>二</h2><aside>beside</aside><div><table><tr><th>名</th><td colspan="2">值</td></tr><tr><th>b</th><td>c</td><td>d</td></tr></table></div>
<footer><span>end</span></footer>"""
STYLE = """html { font: 9pt "Working Noto Serif CJK SC"; overflow: hidden } p.first { color: #123456; letter-spacing: .1em }
tr:first-child > * { border-top: 1px solid } h2::before { content: "§ " } @page { @bottom-right { content: counter(page) } }"""
VIEW = {
    "certificate": {"number": "TJIP-A-2025-PAT2-000123-7"},
    "now": None,
    "status_label": "有效",
    "meaning": "可以信赖",
    "facts": [{"label": "姓名", "value": "林虚光"}, {"label": "编号", "value": "TJIP", "is_code": True}],
}
RECEIPT: dict[str, object] = {
    "view": VIEW,
    "asked": "按编号",
    "file_sha256": "ab" * 32,
    "marks": [{"label": "完整", "meaning": "是本会的文件"}] * 3,
    "as_of": {"title": "有效", "sentence": "当日有效"},
    "note": "one\ntwo " * 9,
    "is_test": True,
    "issuer": "协会",
}


def test_a_page_of_every_element_is_as_weasyprint_makes_it(tmp_path: Path) -> None:
    first, second = (make_page(tmp_path, EVERYTHING, style=STYLE) for _ in range(2))
    with plainly():
        plain = make_page(tmp_path, EVERYTHING, style=STYLE)

    assert first == plain
    assert second == plain


def test_a_receipt_is_as_weasyprint_makes_it() -> None:
    def make() -> bytes:
        return render_pdf(
            template="verification/pdf/receipt.html", context=RECEIPT, stylesheet="verification/receipt.css"
        )

    pages = [make(), make()]
    with plainly():
        assert pages == [make()] * 2


@pytest.mark.parametrize(
    "body",
    [
        '<p style="color: red">A</p>',
        '<p style="color: red !important">A</p>',
        '<p lang="en">A</p>',
        '<p id="a"><b>A</b></p>',
        '<p class="b">A</p>',
        "<div><p>A</p></div>",
    ],
)
def test_what_one_document_says_of_an_element_is_not_said_of_the_next_ones(tmp_path: Path, body: str) -> None:
    style = (
        "html { font: 9pt 'Working Noto Serif CJK SC' } p { color: #123 } p.b { color: green } div { font-size: 20pt }"
    )
    neighbor = "<p>A</p><p>B</p>"
    with plainly():
        plain = make_page(tmp_path, neighbor, style=style)
        plain_body = make_page(tmp_path, body, style=style)

    made = [make_page(tmp_path, markup, style=style) for markup in (body, neighbor, body)]

    assert made == [plain_body, plain, plain_body]
    assert plain_body != plain


def test_the_second_document_computes_no_style(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    computed: list[object] = []
    compute = StyleFor.set_computed_styles

    def count(*given: object, **rest: object) -> None:
        computed.append(given)
        compute(*given, **rest)

    monkeypatch.setattr(StyleFor, "set_computed_styles", count)
    make_page(tmp_path, EVERYTHING, style=STYLE.replace("9pt", "8pt"))
    of_the_first = len(computed)
    make_page(tmp_path, EVERYTHING.replace("bold", "bolder"), style=STYLE.replace("9pt", "8pt"))

    assert len(computed) == of_the_first > 20


def test_rare_characters_of_many_names_leave_a_bounded_number_of_styles(tmp_path: Path) -> None:
    limit = styles._styles_under.cache_info().maxsize
    assert limit is not None
    for block in range(0x4E, 0x4E + 3):
        assert chr(block << 8) in text_of(make_page(tmp_path, f"<p>{chr(block << 8)}</p>", style=STYLE))

    assert styles._styles_under.cache_info().currsize <= limit <= 16
