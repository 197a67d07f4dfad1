import base64
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certification.certificates.models import Certificate, LogEntry, TreeHead
from certification.certificates.services.log import append_to_log, sign_tree_head
from certification.certificates.transparency.merkle import Frontier, is_consistent, is_included
from certification.certificates.transparency.notes import open_note, read_checkpoint, read_verifier_key
from lms.accounts.models import Practitioner, User
from tests.certification.certificates.cast import make_certificate
from tests.certification.certificates.log_cast import LOG_NAME, install_log_key, live_through, remove_log_key


@pytest.fixture(autouse=True)
def _a_day_later(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(days=1))


@pytest.fixture(autouse=True)
def log_key() -> None:
    install_log_key()


@pytest.fixture
def head(certificate: Certificate, registrar: User, now: datetime) -> TreeHead:
    """Over the four lines of ``certificate``."""
    return live_through(certificate, registrar, now=now)


@pytest.fixture
def grow(head: TreeHead, practitioner: Practitioner, registrar: User, now: datetime) -> Callable[[int], None]:
    def grow(heads: int) -> None:
        for number in range(heads):
            make_certificate(practitioner, registrar, now=now)
            append_to_log(now=now)
            sign_tree_head(now=now + timedelta(hours=3, minutes=number))

    return grow


def _json(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/json"
    return response.json()


def test_page_shows_the_newest_head_the_keys_and_that_it_is_a_test(client: Client, head: TreeHead) -> None:
    page = client.get("/log/").content.decode()
    for shown in (head.root[:16], head.key, "2025-06-02 12:00", "Test log", "Download the verifier"):
        assert shown in page
    assert head.note.splitlines()[0] in page


def test_page_of_an_empty_log_says_what_comes(client: Client, db: None) -> None:
    remove_log_key()
    page = client.get("/log/").content.decode()
    assert "No head has been signed yet" in page
    assert "There is no key yet." in page
    assert "Test log" not in page


def test_page_names_no_one(client: Client, head: TreeHead, certificate: Certificate) -> None:
    page = client.get("/log/").content.decode()
    for private in (certificate.name, certificate.number, str(certificate.uuid)):
        assert private not in page


def test_page_takes_as_many_queries_for_three_heads_as_for_one(client: Client, grow: Callable[[int], None]) -> None:
    client.get("/log/")
    counts = []
    for more in (0, 2):
        grow(more)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/log/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_heads_are_listed_with_their_notes(client: Client, grow: Callable[[int], None]) -> None:
    grow(2)
    content = _json(client, "/log/heads.json")
    assert [head["size"] for head in content["heads"]] == [6, 5, 4]
    assert content["next"] is None
    keys = [read_verifier_key(key) for key in content["keys"]]
    for head in content["heads"]:
        checkpoint = read_checkpoint(open_note(head["note"], keys))
        assert (checkpoint.origin, checkpoint.size) == (LOG_NAME, head["size"])
        assert base64.b64encode(checkpoint.root).decode() == head["root"]


def test_older_heads_are_on_the_next_page(
    client: Client, grow: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certification.certificates.views.log._HEADS_AT_ONCE", 2)
    grow(2)
    first = _json(client, "/log/heads.json")
    second = _json(client, first["next"].removeprefix(settings.SITE_URL))
    assert [head["size"] for head in first["heads"] + second["heads"]] == [6, 5, 4]
    assert second["next"] is None


def test_anyone_can_compute_the_root_from_the_leaves(client: Client, head: TreeHead) -> None:
    content = _json(client, "/log/leaves.json")
    frontier = Frontier()
    for leaf in content["leaves"]:
        frontier.append(bytes.fromhex(leaf))
    assert frontier.root().hex() == head.root
    assert _json(client, "/log/leaves.json?start=3") == {"start": 3, "leaves": content["leaves"][3:]}
    assert _json(client, "/log/leaves.json?start=99")["leaves"] == []


def test_inclusion_is_proved_by_hash(client: Client, grow: Callable[[int], None]) -> None:
    grow(1)
    entry = LogEntry.objects.get(index=2)
    for head, address in [(TreeHead.objects.get(size=5), ""), (TreeHead.objects.get(size=4), "?size=4")]:
        content = _json(client, f"/log/inclusion/{entry.leaf_hash}.json{address}")
        assert (content["index"], content["size"]) == (2, head.size)
        assert is_included(
            leaf_hash=bytes.fromhex(entry.leaf_hash),
            index=2,
            size=head.size,
            proof=[base64.b64decode(each) for each in content["proof"]],
            root=bytes.fromhex(head.root),
        )


def test_growth_is_proved_between_any_two_heads(client: Client, grow: Callable[[int], None]) -> None:
    grow(3)
    for first in (4, 5, 6, 7):
        content = _json(client, f"/log/consistency.json?first={first}&second=7")
        roots = {head.size: bytes.fromhex(head.root) for head in TreeHead.objects.all()}
        proof = [base64.b64decode(each) for each in content["proof"]]
        assert is_consistent(first=first, second=7, proof=proof, first_root=roots[first], second_root=roots[7])


@pytest.mark.parametrize(
    "address",
    [
        f"/log/inclusion/{'ab' * 32}.json",
        "/log/inclusion/x.json",
        "/log/consistency.json",
        "/log/consistency.json?first=0&second=4",
        "/log/consistency.json?first=4&second=3",
        "/log/consistency.json?first=1&second=99",
        "/log/consistency.json?first=one&second=2",
        "/log/consistency.json?first=-1&second=2",
        "/log/consistency.json?first=1&second=9999999999999999",
        "/log/leaves.json?start=²",
        "/log/heads.json?before=x",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, head: TreeHead, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("size", [2, 99])
def test_inclusion_in_a_tree_without_the_leaf_is_not_found(client: Client, head: TreeHead, size: int) -> None:
    entry = LogEntry.objects.get(index=2)
    assert client.get(f"/log/inclusion/{entry.leaf_hash}.json?size={size}").status_code == 404


def test_public_answers_may_be_kept_a_minute_and_read_from_anywhere(client: Client, head: TreeHead) -> None:
    for address in ("/log/heads.json", "/log/leaves.json", "/log/consistency.json?first=1&second=4"):
        response = client.get(address)
        assert response["Cache-Control"] == "public, max-age=60"
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Cookie" not in response.get("Vary", "")


def test_verifier_can_be_downloaded(client: Client, db: None) -> None:
    response = client.get("/log/verify_certificate.py")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert content == Path(settings.BASE_DIR, "docs", "verifier", "verify_certificate.py").read_bytes()


def test_contexts_can_be_downloaded_as_they_were_published(client: Client, head: TreeHead) -> None:
    page = client.get("/log/").text
    for name, sha256 in (
        ("credentials-v2.json", "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"),
        ("open-badges-3.0.3.json", "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"),
    ):
        assert f'href="/log/contexts/{name}"' in page
        assert hashlib.sha256(client.get(f"/log/contexts/{name}").getvalue()).hexdigest() == sha256
    for name in ("manifest.json", "NOTICE", "..%2F__init__.py", "x"):
        assert client.get(f"/log/contexts/{name}").status_code == 404


def test_where_the_verifier_is_not_there_nothing_offers_it(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certification.certificates.views.log._VERIFIER", Path("docs", "nowhere.py"))
    assert client.get("/log/verify_certificate.py").status_code == 404
    assert "Download the verifier" not in client.get("/log/").content.decode()
