from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from tests.certification.certificates.signing.cast import Authority


@pytest.fixture
def moment() -> datetime:
    """Now: other people's programs read the clock."""
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def authority(key_folder: Path, tmp_path: Path, moment: datetime) -> Authority:
    authority = Authority(tmp_path, now=moment)
    authority.issue()
    return authority


@pytest.fixture(scope="session")
def pdf() -> bytes:
    writer, content = PdfWriter(), BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(content)
    return content.getvalue()
