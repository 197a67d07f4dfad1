import pytest
from defusedxml.ElementTree import fromstring

from lms.uploads import PictureActive, require_plain_picture

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


@pytest.mark.parametrize(
    "content",
    [
        '<rect width="5" height="5"/><!-- drawn by hand -->',
        '<linearGradient id="a"/><use href="#a"/><use xlink:href="#a"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<animate attributeName="opacity" from="0" to="1"/>',
    ],
)
def test_plain_picture_is_taken(content: str) -> None:
    require_plain_picture(fromstring(SVG.format(content)))


@pytest.mark.parametrize(
    "content",
    [
        "<script>alert(1)</script>",
        '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
        '<rect onclick="alert(1)"/>',
        '<rect OnLoad="alert(1)"/>',
        '<a href="javascript:alert(1)"/>',
        '<a xlink:href=" JavaScript:alert(1)"/>',
        '<image href="https://elsewhere.example/pixel.png"/>',
        '<image href="data:image/svg+xml;base64,AAAA"/>',
        "<foreignObject><div/></foreignObject>",
        '<set attributeName="xlink:href" to="javascript:alert(1)"/>',
        '<animate attributeName="onload" to="alert(1)"/>',
    ],
)
def test_picture_that_acts_is_refused(content: str) -> None:
    with pytest.raises(PictureActive) as refusal:
        require_plain_picture(fromstring(SVG.format(content)))

    assert refusal.value.status == 415
    assert "Save it as a plain SVG, or as PNG." in str(refusal.value)
