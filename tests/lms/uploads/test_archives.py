from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZipFile

import pytest

from lms.uploads import ArchiveTooLarge, UploadWrongType, require_modest_archive
from tests.lms.uploads.archives import make_archive

LIMIT = 1024 * 1024


def test_archive_up_to_the_limit_is_taken() -> None:
    require_modest_archive(make_archive(a=b"0" * (LIMIT - 1), b=b"0"), limit=LIMIT, most_tags=10)


def test_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = make_archive(a=b"0" * LIMIT, b=b"0")
    assert len(bomb) < 5000

    with pytest.raises(ArchiveTooLarge) as refusal:
        require_modest_archive(bomb, limit=LIMIT, most_tags=10)

    assert refusal.value.status == 413
    assert "larger than the 1.0\xa0MB that are taken" in str(refusal.value)


def test_bomb_that_lies_about_its_size_is_damaged() -> None:
    honest = make_archive(a=b"0" * LIMIT)
    size = LIMIT.to_bytes(4, "little")
    assert honest.count(size) == 2

    with pytest.raises(UploadWrongType, match="The file is damaged"):
        require_modest_archive(honest.replace(size, (10).to_bytes(4, "little")), limit=100, most_tags=10)


def test_archive_of_very_many_parts_is_refused() -> None:
    with pytest.raises(ArchiveTooLarge):
        require_modest_archive(make_archive(**{f"p{number}": b"" for number in range(501)}), limit=LIMIT, most_tags=10)


def test_archive_with_declared_entities_is_refused() -> None:
    with pytest.raises(UploadWrongType, match="declarations that no office program writes"):
        require_modest_archive(
            make_archive(sheet=b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'), limit=LIMIT, most_tags=10
        )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_declared_entities_are_seen_in_either_encoding(encoding: str) -> None:
    sheet = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]>'.encode(encoding)

    with pytest.raises(UploadWrongType, match="declarations that no office program writes"):
        require_modest_archive(make_archive(sheet=sheet), limit=LIMIT, most_tags=100)


@pytest.mark.parametrize("method", [ZIP_BZIP2, ZIP_LZMA])
def test_part_that_no_office_program_packs_is_damaged(method: int) -> None:
    file = BytesIO()
    with ZipFile(file, "w", method) as archive:
        archive.writestr("sheet", b"0" * 1000)
    content = bytearray(file.getvalue())
    # Past the part's header, its name and what its way of packing puts first.
    content[30 + len("sheet") + 12] ^= 0xFF

    with pytest.raises(UploadWrongType, match="The file is damaged"):
        require_modest_archive(bytes(content), limit=LIMIT, most_tags=10)


def test_encrypted_part_is_refused() -> None:
    content = bytearray(make_archive(a=b"secret"))
    # The flag stands in the part's own header and in the directory.
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(UploadWrongType, match="protected by a password"):
        require_modest_archive(bytes(content), limit=LIMIT, most_tags=10)


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 and nothing more", b"", make_archive(a=b"0" * 100)[:-30]],
    ids=["a beginning only", "nothing", "cut short"],
)
def test_damaged_archive_is_refused(content: bytes) -> None:
    with pytest.raises(UploadWrongType, match="The file is damaged"):
        require_modest_archive(content, limit=LIMIT, most_tags=10)


def test_archive_of_very_many_cells_is_refused_before_it_is_parsed() -> None:
    require_modest_archive(make_archive(sheet=b"<c/>" * 10), limit=LIMIT, most_tags=10)

    with pytest.raises(ArchiveTooLarge, match="more cells and formatting than are taken"):
        require_modest_archive(make_archive(sheet=b"<c/>" * 6, strings=b"<si/>" * 5), limit=LIMIT, most_tags=10)
