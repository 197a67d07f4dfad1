"""`manage.py verify_audit` on a chain that somebody tampered with."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from lms.accounts.models import Practitioner
from lms.audit.guards import TRAIL
from lms.audit.models import AuditEntry, AuditSeal
from lms.audit.services import record_entry

Write = Callable[[int], list[AuditEntry]]


def _verify(*arguments: str) -> str:
    """With the guards in place, as they are outside the tests: whoever tampers takes them off and puts them back."""
    output = StringIO()
    TRAIL.install(connection)
    try:
        call_command("verify_audit", *arguments, stdout=output)
    finally:
        TRAIL.remove(connection)
    return output.getvalue()


def _refusal(*arguments: str) -> str:
    with pytest.raises(CommandError) as caught:
        _verify(*arguments)
    assert caught.value.returncode == 1
    return str(caught.value)


def test_whole_chain_is_said_to_hold(chain: list[AuditEntry]) -> None:
    head = AuditSeal.objects.latest("sequence").hash
    assert _verify() == f"4 links hold; the head is {head}\n"


def test_no_entries_at_all_hold(db: None) -> None:
    AuditEntry.objects.all().delete()
    assert _verify().startswith("0 links hold")


@pytest.mark.parametrize(
    ("field", "value"),
    [("action", "tests.nothing"), ("detail", {"number": 3}), ("subject_id", "0"), ("actor", None)],
)
def test_changed_entry_is_named(chain: list[AuditEntry], field: str, value: object) -> None:
    AuditEntry.objects.filter(pk=chain[1].pk).update(**{field: value})
    assert f"link 2 (entry {chain[1].pk}) is broken: the entry is not what was sealed" in _refusal()


def test_first_of_two_broken_links_is_named(chain: list[AuditEntry]) -> None:
    for entry in (chain[2], chain[1]):
        AuditEntry.objects.filter(pk=entry.pk).update(at=entry.at + timedelta(microseconds=1))
    assert _refusal().startswith(f"link 2 (entry {chain[1].pk})")


def test_deleted_entry_leaves_a_gap(chain: list[AuditEntry]) -> None:
    AuditSeal.objects.filter(sequence=2).delete()
    chain[1].delete()
    assert "link 3" in _refusal()
    assert "link 2 is missing" in _refusal()


def test_link_sealed_again_alone_does_not_fit_its_neighbor(chain: list[AuditEntry]) -> None:
    AuditSeal.objects.filter(sequence=3).update(previous_hash="a" * 64)
    assert "does not follow the link before it" in _refusal()


def test_end_cut_off_is_noticed_by_the_head_noted_elsewhere(chain: list[AuditEntry]) -> None:
    head = AuditSeal.objects.latest("sequence")
    assert "4 links hold" in _verify("--contains", head.hash)

    head.delete()
    chain[3].delete()

    assert "3 links hold" in _verify()
    assert _refusal("--contains", head.hash) == "the head noted earlier is no longer in the chain"


def test_entry_that_waits_for_its_seal_is_reported_and_later_a_fault(practitioner: Practitioner) -> None:
    AuditEntry.objects.all().delete()
    moment = timezone.now()
    record_entry(action="tests.fresh", subject=practitioner, actor=None, now=moment)
    assert "1 entries wait for their seal, 0 of them" in _verify()

    old = record_entry(action="tests.old", subject=practitioner, actor=None, now=moment - timedelta(hours=1))
    assert f"1 entries have no seal though they should, the first is {old.pk}" in _refusal()


def test_missing_trigger_is_a_fault(chain: list[AuditEntry]) -> None:
    with pytest.raises(CommandError, match="trigger audit_auditentry_no_update is missing"):
        call_command("verify_audit", stdout=StringIO())


@pytest.mark.parametrize("model", [AuditEntry, AuditSeal])
@pytest.mark.parametrize("deed", ["update", "delete"])
def test_guards_refuse_changing_and_deleting(
    chain: list[AuditEntry], model: type[AuditEntry] | type[AuditSeal], deed: str
) -> None:
    TRAIL.install(connection)
    assert TRAIL.missing(connection) == []
    table, column = model._meta.db_table, "action" if model is AuditEntry else "hash"
    statement = f"UPDATE {table} SET {column} = 'x'" if deed == "update" else f"DELETE FROM {table}"  # noqa: S608

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_guards_let_entries_and_seals_be_added(write_entries: Write, now: datetime) -> None:
    TRAIL.install(connection)
    entry = write_entries(1)[0]
    AuditSeal.objects.create(sequence=1, entry=entry, previous_hash="0" * 64, hash="1" * 64)
