"""The pages as they should look: ``python -m tests.certification.certificates.references`` draws them anew (then look at them before committing).

A page is compared by its ink, block by block: a text layer that reads right proves nothing about what is drawn.
"""

import os
import subprocess
import sys
import tempfile
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

FOLDER = Path(__file__).parent / "references"
_DPI = 72
# A block is 4 mm: smaller than a character of the name, larger than what another version of poppler smooths otherwise.
_BLOCK = 11
# Of 255: a stroke of the name that is missing takes more from its block.
TOLERANCE = 14


@cache
def page_of(layout: str, *, name: str = "林𠮷䶮") -> bytes:
    from certification.certificates.documents import build_pdf
    from certification.certificates.enums import Kind, Language
    from certification.certificates.specimens import specimen_of
    from tests.certification.certificates.designs import make_design

    specimen: Any = specimen_of(make_design(Kind.COMPETENCY, language=Language.BILINGUAL, layout=layout))
    specimen.name = name
    return build_pdf(specimen)


def ink(pdf: bytes) -> Image.Image:
    command = ["pdftoppm", "-r", str(_DPI), "-gray", "-singlefile", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return Image.open(BytesIO(done.stdout)).convert("L")


def reference(layout: str) -> Image.Image:
    return Image.open(FOLDER / f"{layout}.png").convert("L")


def largest_difference(one: Image.Image, other: Image.Image) -> int:
    """Between the mean ink of a block of the one page and of the same block of the other."""
    size = (one.width // _BLOCK, one.height // _BLOCK)
    blocks = [page.resize(size, Image.Resampling.BOX) for page in (one, other)]
    lowest_and_highest: Any = ImageChops.difference(*blocks).getextrema()
    return int(lowest_and_highest[1])


def main() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings.test"
    os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="references-"))
    django.setup()
    from certification.certificates.enums import Layout

    FOLDER.mkdir(exist_ok=True)
    for layout in Layout:
        ink(page_of(layout)).quantize(16).save(FOLDER / f"{layout}.png", optimize=True)
        sys.stdout.write(f"{FOLDER / f'{layout}.png'}\n")


if __name__ == "__main__":
    main()
