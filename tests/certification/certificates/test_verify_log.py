"""`manage.py verify_log` on a log that somebody tampered with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from certification.certificates.log.guards import LOG
from certification.certificates.log.lines import write_leaf
from certification.certificates.models import (
    Certificate,
    CertificateDocument,
    CertificateEvent,
    LogEntry,
    LogNode,
    TreeHead,
)
from certification.certificates.services.log import append_to_log, sign_tree_head
from certification.certificates.transparency.leaves import new_salt
from certification.certificates.transparency.merkle import hash_leaf
from lms.accounts.models import Practitioner, User
from tests.certification.certificates.cast import make_certificate
from tests.certification.certificates.log_cast import install_log_key, live_through


@pytest.fixture
def head(certificate: Certificate, practitioner: Practitioner, registrar: User, now: datetime) -> TreeHead:
    """Over the first four of five entries: those of ``certificate``, then another one's issue."""
    install_log_key()
    head = live_through(certificate, registrar, now=now)
    make_certificate(practitioner, registrar, now=now)
    append_to_log(now=now)
    return head


def _verify(*arguments: str) -> str:
    """With the guards in place, as they are outside the tests: whoever tampers takes them off and puts them back."""
    output = StringIO()
    LOG.install(connection)
    try:
        call_command("verify_log", *arguments, stdout=output)
    finally:
        LOG.remove(connection)
    return output.getvalue()


def _refusal(*arguments: str, code: int = 1) -> str:
    with pytest.raises(CommandError) as caught:
        _verify(*arguments)
    assert caught.value.returncode == code
    return str(caught.value)


def test_whole_log_is_said_to_hold(head: TreeHead) -> None:
    assert _verify().startswith("5 entries hold, 1 signed heads agree; the root is ")


def test_empty_log_holds(db: None) -> None:
    assert _verify().startswith("0 entries hold, 0 signed heads agree")


@pytest.mark.parametrize("field", ["type", "at"])
def test_changed_event_is_named(head: TreeHead, field: str) -> None:
    event = CertificateEvent.objects.get(type="suspended")
    value = {"type": "revoked", "at": event.at + timedelta(microseconds=1)}[field]
    CertificateEvent.objects.filter(pk=event.pk).update(**{field: value})
    fault = _refusal()
    assert fault.startswith(f"entry 2: certificate event {event.pk} of certificate")
    assert fault.endswith("is not what was logged")


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "林旭光"},
        {"level": "L4"},
        {"issued_at": datetime.fromisoformat("2020-01-01T00:00:00Z")},
        {"valid_until": "2099-12-31"},
        {"number": "TJIP-A-2025-PAT4-000001-A"},
    ],
)
def test_changed_certificate_is_named_at_its_issue(
    head: TreeHead, certificate: Certificate, changes: dict[str, object]
) -> None:
    Certificate.objects.filter(pk=certificate.pk).update(**changes)
    assert _refusal().startswith("entry 0: certificate event")


def test_changed_file_is_named(head: TreeHead) -> None:
    CertificateDocument.objects.filter(state="rendered").update(sha256="cd" * 32)
    assert _refusal().startswith("entry 1: certificate document")


def test_event_moved_to_another_certificate_is_named(head: TreeHead, certificate: Certificate) -> None:
    other = Certificate.objects.exclude(pk=certificate.pk).get()
    CertificateEvent.objects.filter(type="suspended").update(certificate=other)
    assert "entry 2: certificate event" in _refusal()


def test_first_of_two_disagreements_is_named(head: TreeHead) -> None:
    for index in (3, 2):
        LogEntry.objects.filter(index=index).update(leaf="{}")
    assert _refusal() == "entry 2: the leaf is not the one that was hashed"


def test_leaf_written_anew_with_its_hash_disagrees_above(head: TreeHead) -> None:
    entry = LogEntry.objects.get(index=3)
    assert entry.event
    before = LogEntry.objects.get(index=2)
    leaf = write_leaf(entry.event, previous=before.leaf_hash, salt=new_salt())
    LogEntry.objects.filter(index=3).update(leaf=str(leaf), leaf_hash=leaf.hash)
    assert _refusal() == "node 1/1 is not the hash of what is below it"


def test_leaf_that_is_no_leaf_is_named(head: TreeHead) -> None:
    LogEntry.objects.filter(index=4).update(leaf="{}", leaf_hash=hash_leaf(b"{}").hex())
    assert "entry 4: certificate event" in _refusal()


def test_log_written_anew_disagrees_with_its_head(head: TreeHead, certificate: Certificate, now: datetime) -> None:
    """The association itself, with the triggers off, changes a certificate and its line; the head that it signed convicts it."""
    Certificate.objects.filter(pk=certificate.pk).update(level="L4")
    TreeHead.objects.all().delete()
    _begin_anew(now)
    head.save(force_insert=True)
    assert _refusal().endswith("the entries have another root")


def _begin_anew(now: datetime) -> None:
    LogNode.objects.all().delete()
    for entry in LogEntry.objects.order_by("-index"):
        entry.delete()
    assert append_to_log(now=now) == 5


def test_missing_entry_is_named(head: TreeHead) -> None:
    with _unconstrained("log_entry_follows_the_one_before"):
        LogEntry.objects.filter(index=4).update(index=9)
    assert _refusal() == "entry 4 is missing"


@contextmanager
def _unconstrained(name: str) -> Iterator[None]:
    """As whoever owns the database could do it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # The foreign keys of what was just inserted are checked at the end otherwise, and the table is in use till then.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE certificates_logentry DROP CONSTRAINT {name}")
            yield
        else:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            yield
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def test_entry_out_of_its_certificates_chain_is_named(head: TreeHead) -> None:
    LogEntry.objects.filter(index=4).update(previous_id=3)
    assert "entry 4 does not follow the one before it of certificate" in _refusal()


def test_wrong_missing_and_surplus_nodes_are_named(head: TreeHead) -> None:
    LogNode.objects.create(level=3, index=7, hash="ab" * 32)
    assert _refusal() == "node 3/7 belongs to no entries"
    LogNode.objects.filter(level=2).update(hash="ab" * 32)
    assert _refusal() == "node 2/0 is not the hash of what is below it"
    LogNode.objects.filter(level=1, index=1).delete()
    assert _refusal() == "node 1/1 is missing"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"root": "ab" * 32}, "the entries have another root"),
        ({"at": datetime.fromisoformat("2024-01-01T00:00:00Z")}, "the row says something else than its signed note"),
        ({"note": "nothing"}, "This is no signed note."),
        ({"key": "no key"}, "base64|Ed25519"),
    ],
)
def test_head_that_does_not_agree_is_named(head: TreeHead, changes: dict[str, object], reason: str) -> None:
    TreeHead.objects.update(**changes)
    with pytest.raises(CommandError, match=f"head {head.pk} \\(4 entries\\): .*({reason})"):
        _verify()


def test_end_cut_off_is_noticed_by_the_head(head: TreeHead) -> None:
    TreeHead.objects.update(size=9, last_id=8)
    with pytest.raises(CommandError, match="the end is missing: a head of 9 entries was signed"):
        _verify()
    TreeHead.objects.update(size=4, last_id=3)


def test_head_kept_elsewhere_convicts_a_log_that_did_not_grow_from_it(
    head: TreeHead, now: datetime, tmp_path: Path
) -> None:
    kept = tmp_path / "head.txt"
    kept.write_text(head.note)
    assert "5 entries hold" in _verify("--head", str(kept))

    # Everything behind the first entry, and the head, is taken back and made anew.
    TreeHead.objects.all().delete()
    _begin_anew(now)
    sign_tree_head(now=now)

    assert "5 entries hold" in _verify()
    assert _refusal("--head", str(kept)).startswith("the log is not the one of the head noted earlier (4 entries")

    TreeHead.objects.all().delete()
    # No key of a head is known any more: the note cannot be opened.
    assert "None of the known keys" in _refusal("--head", str(kept), code=2)


def test_file_that_is_no_head_is_refused(db: None, tmp_path: Path) -> None:
    assert "No such file" in _refusal("--head", str(tmp_path / "nowhere"), code=2)


def test_event_that_waits_is_reported_and_later_a_fault(
    practitioner: Practitioner, registrar: User, roles: None
) -> None:
    moment = timezone.now()
    make_certificate(practitioner, registrar, now=moment)
    assert "1 events wait for their entry, 0 of them" in _verify()
    make_certificate(practitioner, registrar, now=moment - timedelta(hours=1))
    event = CertificateEvent.objects.earliest("at")
    assert f"1 events have no entry though they should, the first is {event.pk}" in _refusal()


def test_missing_trigger_is_a_fault(head: TreeHead) -> None:
    with pytest.raises(CommandError, match="trigger certificates_logentry_no_update is missing"):
        call_command("verify_log", stdout=StringIO())


@pytest.mark.parametrize("table", LOG.tables)
@pytest.mark.parametrize("deed", ["update", "delete"])
def test_guards_refuse_changing_and_deleting(head: TreeHead, table: str, deed: str) -> None:
    LOG.install(connection)
    assert LOG.missing(connection) == []
    column = {"certificates_logentry": "leaf", "certificates_lognode": "hash"}.get(table, "note")
    statement = f"UPDATE {table} SET {column} = 'x'" if deed == "update" else f"DELETE FROM {table}"  # noqa: S608
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_guards_let_the_log_grow(head: TreeHead, practitioner: Practitioner, registrar: User, now: datetime) -> None:
    LOG.install(connection)
    make_certificate(practitioner, registrar, now=now)
    assert append_to_log(now=now) == 1
    assert sign_tree_head(now=now + timedelta(hours=3)) is not None


@pytest.mark.django_db
def test_migration_puts_the_guards_on_and_takes_them_off() -> None:
    operation = import_module("certification.certificates.migrations.0005_log_append_only").Migration.operations[0]

    class Editor:
        """Stands in for a schema editor, of which the migration uses the connection only."""

    editor = Editor()
    editor.connection = connection  # type: ignore[attr-defined]
    operation.code(apps, editor)
    assert LOG.missing(connection) == []
    operation.reverse_code(apps, editor)
    assert LOG.missing(connection) != []
