import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from lms.accounts.models import Practitioner
from lms.audit.chain import check_chain
from lms.audit.models import AuditEntry, AuditSeal
from lms.audit.queries import links, unsealed
from lms.audit.services import GENESIS_HASH, hash_entry, record_entry, seal_entries
from lms.audit.tasks import seal_entries as seal_entries_task
from tests.races import at_once

Write = Callable[[int], list[AuditEntry]]


def test_entry_is_sealed_after_the_commit(
    practitioner: Practitioner, now: datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        entry = record_entry(action="tests.decide", subject=practitioner, actor=None, now=now)
        assert entry in unsealed()
    assert entry not in unsealed()


def test_entry_of_a_transaction_that_fails_is_not_there(practitioner: Practitioner, now: datetime) -> None:
    with transaction.atomic():
        record_entry(action="tests.decide", subject=practitioner, actor=None, now=now)
        transaction.set_rollback(True)
    assert not AuditEntry.objects.filter(action="tests.decide").exists()


def test_hash_is_over_the_previous_one_and_canonical_json(write_entries: Write) -> None:
    entry = write_entries(1)[0]
    subject = f'"subject":["accounts.practitioner","{entry.subject_id}"]'
    canonical = (
        f'{{"action":"tests.decide_something","actor":{entry.actor_id},"at":"2025-06-02T02:00:00.000000+00:00",'
        f'"detail":{{"number":0,"ratio":0.5,"text":"汉字"}},"id":{entry.pk},{subject}}}'
    )
    expected = hashlib.sha256(f"{GENESIS_HASH}\n{canonical}".encode()).hexdigest()
    assert hash_entry(previous_hash=GENESIS_HASH, entry=entry) == expected


def test_sealing_chains_in_order_and_only_once(write_entries: Write) -> None:
    entries = write_entries(3)
    assert seal_entries() == 3
    assert seal_entries() == 0

    seals = list(links())
    assert [seal.entry for seal in seals] == entries
    assert [seal.sequence for seal in seals] == [1, 2, 3]
    assert seals[0].previous_hash == GENESIS_HASH
    assert [seal.previous_hash for seal in seals[1:]] == [seal.hash for seal in seals[:-1]]


def test_sealing_goes_on_from_the_head(write_entries: Write) -> None:
    write_entries(2)
    seal_entries()
    write_entries(2)
    seal_entries_task.run()
    assert check_chain(links()).links == 4
    assert check_chain(links()).broken is None


def test_two_links_cannot_follow_the_same_one(chain: list[AuditEntry], write_entries: Write) -> None:
    entry = record_entry(action="tests.fork", subject=chain[0], actor=None, now=chain[0].at)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditSeal.objects.create(sequence=9, entry=entry, previous_hash=GENESIS_HASH, hash="f" * 64)


def test_two_links_cannot_have_the_same_hash(chain: list[AuditEntry]) -> None:
    entry = record_entry(action="tests.fork", subject=chain[0], actor=None, now=chain[0].at)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditSeal.objects.create(
            sequence=9, entry=entry, previous_hash="e" * 64, hash=AuditSeal.objects.earliest("sequence").hash
        )


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_parallel_transactions_leave_one_whole_chain(practitioner: Practitioner, now: datetime) -> None:
    def decide(number: int) -> None:
        with transaction.atomic():
            record_entry(action="tests.decide", subject=practitioner, actor=None, now=now, detail={"number": number})

    at_once([partial(decide, number) for number in range(24)])
    seal_entries()

    check = check_chain(links())
    assert check.broken is None
    assert check.links == AuditEntry.objects.count() >= 24
