import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from certification.certificates import tasks
from certification.certificates.log.keys import LogKeyMissing, load_log_signer
from certification.certificates.log.lines import facts_of
from certification.certificates.log.queries import (
    entries_of,
    log_size,
    prove_consistency,
    prove_inclusion,
    published_keys,
    waiting_documents,
    waiting_events,
)
from certification.certificates.models import (
    Certificate,
    CertificateDocument,
    CertificateEvent,
    LogEntry,
    LogNode,
    TreeHead,
)
from certification.certificates.services import reissue_certificate
from certification.certificates.services.log import append_to_log, prove_certificate, sign_tree_head
from certification.certificates.transparency.leaves import digest_of, read_leaf
from certification.certificates.transparency.merkle import Frontier, hash_leaf, is_consistent, is_included
from certification.certificates.transparency.notes import open_note, read_checkpoint
from certification.certificates.transparency.standings import read_standing
from lms.accounts.models import Practitioner, User
from tests.certification.certificates.cast import make_certificate, revoke_certificate
from tests.certification.certificates.log_cast import LOG_NAME, install_log_key, live_through, remove_log_key
from tests.services.worker import Worker


@pytest.fixture(autouse=True)
def log_key() -> None:
    install_log_key()


@pytest.fixture
def issue(practitioner: Practitioner, registrar: User, now: datetime) -> Callable[[int], list[Certificate]]:
    def issue(count: int) -> list[Certificate]:
        return [make_certificate(practitioner, registrar, now=now) for _each in range(count)]

    return issue


def test_an_event_becomes_one_line(certificate: Certificate, now: datetime) -> None:
    event = CertificateEvent.objects.get()

    assert append_to_log(now=now) == 1
    assert append_to_log(now=now) == 0

    entry = LogEntry.objects.get()
    assert (entry.index, entry.follows, entry.previous, entry.event) == (0, None, None, event)
    leaf = read_leaf(entry.leaf)
    assert (leaf.what, leaf.at, leaf.certificate) == ("issued", "2025-06-02T02:00:00.000000Z", str(certificate.uuid))
    assert leaf.digest == digest_of(facts_of(certificate))
    assert entry.leaf_hash == hash_leaf(entry.leaf.encode()).hex()


def test_a_line_names_nobody(certificate: Certificate, now: datetime) -> None:
    append_to_log(now=now)
    leaf = LogEntry.objects.get().leaf
    for private in (certificate.name, certificate.number, certificate.id_last4, certificate.token):
        assert private not in leaf


def test_facts_are_what_is_printed(certificate: Certificate) -> None:
    facts = facts_of(certificate)
    assert facts["number"] == certificate.number
    assert (facts["name"], facts["id_last4"], facts["domain"]) == ("林虚光", "1234", "PAT")
    assert (facts["issued_at"], facts["valid_until"]) == ("2025-06-02T02:00:00.000000Z", "2028-06-02")


def test_lines_of_a_certificate_are_chained(certificate: Certificate, registrar: User, now: datetime) -> None:
    live_through(certificate, registrar, now=now)

    entries = list(entries_of(certificate))
    assert [read_leaf(entry.leaf).what for entry in entries] == ["issued", "document", "suspended", "reinstated"]
    assert [entry.index for entry in entries] == [0, 1, 2, 3]
    assert read_leaf(entries[0].leaf).previous is None
    for before, after in pairwise(entries):
        assert (after.previous, after.follows) == (before, before)
        assert read_leaf(after.leaf).previous == before.leaf_hash


def test_files_hash_is_in_its_line(certificate: Certificate, registrar: User, now: datetime) -> None:
    live_through(certificate, registrar, now=now)
    entry = LogEntry.objects.get(document__isnull=False)
    assert read_leaf(entry.leaf).digest == "ab" * 32


def test_a_file_waits_for_its_certificates_issue(certificate: Certificate, now: datetime) -> None:
    CertificateDocument.objects.update(state="rendered", file="x.pdf", sha256="ab" * 32, size=9, rendered_at=now)
    assert not waiting_documents().exists()
    assert append_to_log(now=now) == 2
    assert [entry.document is None for entry in LogEntry.objects.order_by("index")] == [True, False]


def test_a_reissue_begins_a_chain_of_its_own(certificate: Certificate, registrar: User, now: datetime) -> None:
    new = reissue_certificate(certificate=certificate, actor=registrar, reason="更名", name="林旭光", now=now)
    append_to_log(now=now)
    assert [read_leaf(entry.leaf).what for entry in entries_of(certificate)] == ["issued", "reissued"]
    assert [read_leaf(entry.leaf).what for entry in entries_of(new)] == ["issued"]


def test_the_tree_grows_over_many_batches(issue: Callable[[int], list[Certificate]], now: datetime) -> None:
    frontier, roots = Frontier(), {}
    for count in (1, 2, 5):
        issue(count)
        append_to_log(now=now)
        for digest in LogEntry.objects.order_by("index").values_list("leaf_hash", flat=True)[frontier.size :]:
            frontier.append(bytes.fromhex(digest))
            roots[frontier.size] = frontier.root()
    assert log_size() == 8
    assert LogNode.objects.count() == 7
    for size in range(1, 9):
        for index in range(size):
            leaf_hash = bytes.fromhex(LogEntry.objects.get(index=index).leaf_hash)
            proof = prove_inclusion(index, size=size)
            assert is_included(leaf_hash=leaf_hash, index=index, size=size, proof=proof, root=roots[size])
    proof = prove_consistency(3, 8)
    assert is_consistent(first=3, second=8, proof=proof, first_root=roots[3], second_root=roots[8])


def test_appending_takes_as_many_queries_for_three_as_for_one(
    issue: Callable[[int], list[Certificate]], now: datetime
) -> None:
    # From trees of 5 and of 7, whose edges are both read in two queries.
    issue(5)
    append_to_log(now=now)
    counts = []
    for before, count in ((0, 1), (1, 3)):
        issue(before)
        append_to_log(now=now)
        issue(count)
        with CaptureQueriesContext(connection) as queries:
            append_to_log(now=now)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_work_of_a_worker_killed_between_is_done_by_the_next(
    issue: Callable[[int], list[Certificate]], now: datetime
) -> None:
    issue(3)
    manager = "certification.certificates.services.log.LogNode.objects.bulk_create"
    with patch(manager, side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        append_to_log(now=now)
    assert (LogEntry.objects.count(), LogNode.objects.count(), waiting_events().count()) == (0, 0, 3)

    assert append_to_log(now=now) == 3
    assert (LogEntry.objects.count(), LogNode.objects.count()) == (3, 1)


def test_another_process_that_keeps_coming_first_is_left_to_it(certificate: Certificate, now: datetime) -> None:
    manager = "certification.certificates.services.log.LogEntry.objects.bulk_create"
    with patch(manager, side_effect=IntegrityError):
        assert append_to_log(now=now) == 0
    assert append_to_log(now=now) == 1


def test_head_is_a_signed_checkpoint(certificate: Certificate, registrar: User, now: datetime) -> None:
    head = live_through(certificate, registrar, now=now)

    checkpoint = read_checkpoint(open_note(head.note, [load_log_signer().verifier]))
    assert (checkpoint.origin, checkpoint.size, checkpoint.root.hex()) == (LOG_NAME, 4, head.root)
    assert checkpoint.at == "2025-06-02T04:00:00Z"
    assert (head.size, head.last.index, head.at, str(head.on)) == (4, 3, now + timedelta(hours=2), "2025-06-02")


def test_empty_log_has_no_head(db: None, now: datetime) -> None:
    assert sign_tree_head(now=now) is None


def test_head_is_signed_when_the_log_grew_and_once_a_day(
    issue: Callable[[int], list[Certificate]], now: datetime
) -> None:
    issue(1)
    append_to_log(now=now)
    first = sign_tree_head(now=now)
    assert sign_tree_head(now=now + timedelta(minutes=10)) == first

    issue(1)
    append_to_log(now=now)
    second = sign_tree_head(now=now + timedelta(minutes=20))
    # 16:00 UTC is midnight in Tianjin.
    third = sign_tree_head(now=datetime(2025, 6, 2, 16, 0, tzinfo=now.tzinfo))

    assert [head.size for head in (first, second, third) if head] == [1, 2, 2]
    assert [str(head.on) for head in (first, second, third) if head] == ["2025-06-02", "2025-06-02", "2025-06-03"]
    assert TreeHead.objects.count() == 3


def test_without_its_key_the_log_grows_and_is_not_signed(certificate: Certificate, now: datetime) -> None:
    remove_log_key()
    assert append_to_log(now=now) == 1
    with pytest.raises(LogKeyMissing):
        sign_tree_head(now=now)


def test_old_keys_stay_published(certificate: Certificate, registrar: User, now: datetime) -> None:
    old = live_through(certificate, registrar, now=now).key
    install_log_key()
    new = str(load_log_signer().verifier)
    assert old != new
    assert published_keys(current=new) == sorted([old, new])


def test_proof_holds_everything_up_to_now(certificate: Certificate, registrar: User, now: datetime) -> None:
    live_through(certificate, registrar, now=now)
    revoke_certificate(certificate=certificate, actor=registrar, reason="舞弊", now=now + timedelta(hours=3))

    bundle = prove_certificate(certificate=certificate, now=now + timedelta(hours=4))

    keys = [load_log_signer().verifier]
    heads = [read_checkpoint(open_note(note, keys)) for note in bundle["heads"]]
    assert [head.size for head in heads] == [4, 5]
    for line in bundle["entries"]:
        for place in (line["first"], line["newest"]):
            head = heads[place["head"]]
            assert is_included(
                leaf_hash=hash_leaf(line["leaf"].encode()),
                index=line["index"],
                size=head.size,
                proof=[base64.b64decode(each) for each in place["proof"]],
                root=head.root,
            )
    assert [line["first"]["head"] for line in bundle["entries"]] == [0, 0, 0, 0, 1]
    assert [read_leaf(line["leaf"]).what for line in bundle["entries"]][-1] == "revoked"
    standing = read_standing(open_note(bundle["standing"], keys))
    assert (standing.certificate, standing.entries, standing.status) == (str(certificate.uuid), 5, "revoked")
    assert standing.last == entries_of(certificate).last().leaf_hash  # type: ignore[union-attr] # five are there
    assert digest_of(bundle["facts"]) == read_leaf(bundle["entries"][0]["leaf"]).digest


def test_proof_of_a_certificate_issued_this_moment_is_whole(certificate: Certificate, now: datetime) -> None:
    bundle = prove_certificate(certificate=certificate, now=now)
    assert len(bundle["entries"]) == 1
    assert TreeHead.objects.get().size == 1


def test_proof_does_not_sign_a_head_that_is_not_needed(certificate: Certificate, now: datetime) -> None:
    prove_certificate(certificate=certificate, now=now)
    prove_certificate(certificate=certificate, now=now + timedelta(days=3))
    assert TreeHead.objects.count() == 1


def test_proof_needs_the_key(certificate: Certificate, now: datetime) -> None:
    remove_log_key()
    with pytest.raises(LogKeyMissing):
        prove_certificate(certificate=certificate, now=now)


def test_tasks_append_and_sign(certificate: Certificate) -> None:
    tasks.append_to_log()
    tasks.sign_tree_head()
    assert TreeHead.objects.get().size == 1


def test_a_change_hands_the_line_to_a_worker_after_its_commit(
    certificate: Certificate, registrar: User, now: datetime, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:  # type: ignore[attr-defined]
        revoke_certificate(certificate=certificate, actor=registrar, reason="舞弊", now=now)
    assert not LogEntry.objects.exists()
    assert any(getattr(each, "args", (None,))[0] is tasks.append_to_log for each in callbacks)


def _entry(certificate: Certificate, **changes: object) -> None:
    fields: dict[str, object] = {
        "index": 1,
        "follows_id": 0,
        "certificate": certificate,
        "previous_id": 0,
        "event": CertificateEvent.objects.exclude(type="issued").get(),
        "leaf": "{}",
        "leaf_hash": "cd" * 32,
        "appended_at": certificate.issued_at,
    }
    with transaction.atomic():
        LogEntry.objects.create(**fields | changes)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"index": 2}, "log_entry_follows_the_one_before"),
        ({"follows_id": None}, "log_entry_follows_the_one_before"),
        ({"index": 0, "follows_id": None, "previous_id": None}, r"(?i)unique|duplicate"),
        ({"event": None}, "log_entry_is_of_one_thing"),
        ({"previous_id": None}, "certificate"),
        ({"previous_id": 1}, "log_chain_goes_forward"),
    ],
)
def test_a_line_out_of_order_is_refused(
    certificate: Certificate, registrar: User, now: datetime, changes: dict[str, object], constraint: str
) -> None:
    append_to_log(now=now)
    revoke_certificate(certificate=certificate, actor=registrar, reason="舞弊", now=now)
    with pytest.raises(IntegrityError, match=constraint):
        _entry(certificate, **changes)


def test_a_line_of_two_things_is_refused(certificate: Certificate, registrar: User, now: datetime) -> None:
    append_to_log(now=now)
    revoke_certificate(certificate=certificate, actor=registrar, reason="舞弊", now=now)
    with pytest.raises(IntegrityError, match="log_entry_is_of_one_thing"):
        _entry(certificate, document=CertificateDocument.objects.get())


def test_one_event_and_one_hash_have_one_line(certificate: Certificate, registrar: User, now: datetime) -> None:
    append_to_log(now=now)
    revoke_certificate(certificate=certificate, actor=registrar, reason="舞弊", now=now)
    with pytest.raises(IntegrityError, match="event"):
        _entry(certificate, event=CertificateEvent.objects.get(type="issued"))
    with pytest.raises(IntegrityError, match="leaf_hash"):
        _entry(certificate, leaf_hash=LogEntry.objects.get().leaf_hash)


def test_a_node_is_above_the_leaves_and_there_once(db: None) -> None:
    LogNode.objects.create(level=1, index=0, hash="ab" * 32)
    with pytest.raises(IntegrityError, match=r"log_node_once|level"), transaction.atomic():
        LogNode.objects.create(level=1, index=0, hash="cd" * 32)
    with pytest.raises(IntegrityError, match="log_node_above_the_leaves"), transaction.atomic():
        LogNode.objects.create(level=0, index=0, hash="ab" * 32)


def test_a_head_covers_what_is_there_and_is_signed_once_a_day_and_size(
    certificate: Certificate, registrar: User, now: datetime
) -> None:
    head = live_through(certificate, registrar, now=now)
    head.pk = None
    with pytest.raises(IntegrityError, match=r"tree_head_once|size"), transaction.atomic():
        head.save(force_insert=True)
    head.size = 5
    with pytest.raises(IntegrityError, match="tree_head_covers_what_is_there"), transaction.atomic():
        head.save(force_insert=True)


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_worker_appends_each_event_once_however_often_it_is_asked(
    worker: Worker, issue: Callable[[int], list[Certificate]]
) -> None:
    issue(3)
    for _each in range(3):
        tasks.append_to_log.delay()

    worker.wait_for(lambda: LogEntry.objects.filter(event__isnull=False).count() == 3)

    places = list(LogEntry.objects.order_by("index").values_list("index", flat=True))
    assert places == list(range(len(places)))
