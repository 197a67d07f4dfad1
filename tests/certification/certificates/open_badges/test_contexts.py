import hashlib
import json
import shutil
from pathlib import Path

import pytest

from certification.certificates.open_badges import contexts
from certification.certificates.open_badges.contexts import (
    ContextChanged,
    ContextUnknown,
    read_contexts,
    shipped_contexts,
)
from certification.certificates.open_badges.documents import CREDENTIALS, OPEN_BADGES

FOLDER = Path(contexts.__file__).parent


def test_the_shipped_contexts_are_the_published_files() -> None:
    """The first hash stands in the Recommendation itself (VC Data Model v2.0, appendix B.1)."""
    published = {
        "credentials-v2.json": "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
        "open-badges-3.0.3.json": "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
    }
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in FOLDER.glob("*-*.json")}

    assert found == published
    assert set(read_contexts(FOLDER)) == {CREDENTIALS, OPEN_BADGES}


def test_a_changed_context_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "contexts"
    shutil.copytree(FOLDER, copy)
    file = copy / "credentials-v2.json"
    content = json.loads(file.read_text())
    content["@context"]["name"] = "https://example.org/anything"
    file.write_text(json.dumps(content))

    with pytest.raises(ContextChanged, match=r"credentials-v2\.json"):
        read_contexts(copy)


def test_nothing_else_is_loaded() -> None:
    for address in ("https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2/", "file:///etc"):
        with pytest.raises(ContextUnknown):
            shipped_contexts().load(address)
