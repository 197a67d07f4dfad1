"""Two persons end a certificate, and nothing that happens at the same moment makes it one; with real transactions on PostgreSQL."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from certification.certificates.enums import EventType, RevocationCategory, Status
from certification.certificates.models import Certificate, CertificateEvent, Revocation
from certification.certificates.services import (
    confirm_revocation,
    decline_revocation,
    expire_certificates,
    propose_revocation,
    reissue_certificate,
    suspend_certificate,
)
from certification.certificates.services.changing import ChangeNotPossible, RevocationWaits, status_of
from certification.certificates.services.revoking import AnotherProposalWaits, DecidedOtherwise, OwnProposal
from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.errors import DomainError
from tests.cast import make_user
from tests.certification.certificates.cast import colleague_of
from tests.races import outcomes_at_once, while_another_waits

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def colleague_registrar(registrar: User) -> User:
    return colleague_of(registrar)


def propose(certificate: Certificate, by: User, now: datetime) -> Revocation:
    return propose_revocation(
        certificate=certificate,
        category=RevocationCategory.FRAUD,
        note="替考",
        evidence="监考记录",
        proposed_by=by,
        now=now,
    )


def refusals(outcomes: list[object]) -> list[type]:
    return [type(each) for each in outcomes if isinstance(each, DomainError)]


def revocations(certificate: Certificate) -> int:
    return CertificateEvent.objects.filter(certificate=certificate, type=EventType.REVOKED).count()


def test_one_person_in_two_tabs_revokes_nothing(certificate: Certificate, registrar: User, now: datetime) -> None:
    proposals = outcomes_at_once([partial(propose, certificate, registrar, now)] * 2)
    [proposal] = {each.pk: each for each in proposals if isinstance(each, Revocation)}.values()

    outcomes: list[object] = outcomes_at_once(
        [partial(confirm_revocation, revocation=proposal, decided_by=registrar, reason="已核对", now=now)] * 4
    )

    assert refusals(outcomes) == [OwnProposal] * 4
    assert revocations(certificate) == 0


def test_two_who_propose_at_once_make_one_proposal_that_the_other_decides(
    certificate: Certificate, registrar: User, colleague_registrar: User, now: datetime
) -> None:
    people = [registrar, colleague_registrar]
    proposed: list[object] = outcomes_at_once([partial(propose, certificate, each, now) for each in people])
    [proposal] = Revocation.objects.all()

    confirmed: list[object] = outcomes_at_once(
        [partial(confirm_revocation, revocation=proposal, decided_by=each, reason="已核对", now=now) for each in people]
    )

    assert refusals(proposed) == [AnotherProposalWaits]
    assert refusals(confirmed) == [OwnProposal]
    proposal.refresh_from_db()
    assert {proposal.proposed_by, proposal.decided_by} == set(people)
    assert revocations(certificate) == 1


def test_confirmed_and_declined_at_once_is_one_of_the_two(
    certificate: Certificate, registrar: User, colleague_registrar: User, now: datetime
) -> None:
    proposal = propose(certificate, colleague_registrar, now)
    decide = [
        partial(deed, revocation=proposal, decided_by=registrar, reason="已核对", now=now)
        for deed in (confirm_revocation, decline_revocation)
    ]

    outcomes: list[object] = outcomes_at_once(decide * 4)

    assert refusals(outcomes) == [DecidedOtherwise] * 4
    proposal.refresh_from_db()
    assert revocations(certificate) == (1 if proposal.decision == "confirmed" else 0)


def test_two_registrars_who_confirm_at_once_revoke_once(
    certificate: Certificate, registrar: User, colleague_registrar: User, now: datetime
) -> None:
    third = make_user("registrar3@example.com", "证书登记员丙", role=Role.REGISTRAR)
    proposal = propose(certificate, colleague_registrar, now)

    outcomes: list[object] = outcomes_at_once(
        [
            partial(confirm_revocation, revocation=proposal, decided_by=each, reason="已核对", now=now)
            for each in (registrar, third)
        ]
    )

    assert refusals(outcomes) == []
    assert revocations(certificate) == 1
    proposal.refresh_from_db()
    assert proposal.decided_by in {registrar, third}


@pytest.mark.parametrize("first", ["suspend", "reissue"])
def test_reissued_and_suspended_at_once_is_one_after_the_other(
    certificate: Certificate, registrar: User, now: datetime, first: str
) -> None:
    later = now + timedelta(hours=1)
    suspend = partial(suspend_certificate, certificate=certificate, actor=registrar, reason="核实", now=later)
    reissue = partial(reissue_certificate, certificate=certificate, actor=registrar, reason="换版", now=later)

    deeds: list[Callable[[], object]] = [suspend, reissue] if first == "suspend" else [reissue, suspend]
    outcomes = outcomes_at_once(deeds)

    issues = list(Certificate.objects.filter(number=certificate.number).order_by("issue"))
    statuses = [status_of(each, now=later) for each in issues]
    types = list(certificate.events.order_by("pk").values_list("type", flat=True))
    # Never both at once: what was suspended is not printed anew, and what was replaced is not suspended.
    assert refusals(outcomes) == [ChangeNotPossible]
    assert (statuses, types) in (
        ([Status.SUSPENDED], [EventType.ISSUED, EventType.SUSPENDED]),
        ([Status.REPLACED, Status.VALID], [EventType.ISSUED, EventType.REISSUED]),
    )


def test_reissued_and_proposed_for_revocation_at_once_is_one_of_the_two(
    certificate: Certificate, registrar: User, colleague_registrar: User, now: datetime
) -> None:
    reissue = partial(reissue_certificate, certificate=certificate, actor=registrar, reason="换版", now=now)

    deeds: list[Callable[[], object]] = [partial(propose, certificate, colleague_registrar, now), reissue]
    outcomes = outcomes_at_once(deeds)

    [refused] = refusals(outcomes)
    assert refused in {ChangeNotPossible, RevocationWaits}
    assert Certificate.objects.count() + Revocation.objects.count() == 2


def test_what_is_revoked_while_the_sweep_comes_to_it_does_not_expire(
    certificate: Certificate, registrar: User, colleague_registrar: User, now: datetime
) -> None:
    proposal = propose(certificate, registrar, now)
    over = datetime(2028, 6, 2, 16, 0, tzinfo=UTC)

    with while_another_waits(partial(expire_certificates, now=over)) as swept:
        confirm_revocation(revocation=proposal, decided_by=colleague_registrar, reason="已核对", now=over)

    assert swept.result() == 0
    assert not CertificateEvent.objects.filter(certificate=certificate, type=EventType.EXPIRED).exists()
