"""Many at once at employers' doors, with real transactions on PostgreSQL."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from certification.certificates.models import Certificate
from certification.certificates.services import suspend_certificate
from certification.employers import services
from certification.employers.enums import MemberState
from certification.employers.models import BulkCheck, CheckedRow, EmployerMember, WebhookDelivery, WebhookEndpoint
from certification.employers.services import AppliedAlready, DecidedAlready, NotApproved, NotOver, SentAlready
from certification.verification.bulk import Asked, look_up_many
from lms.accounts.models import Organization, User
from lms.api.enums import Scope
from lms.api.models import ApiKey
from lms.api.quotas import QuotaSpent, Window, spend
from lms.api.services import KeyMadeAlready, MadeKey, TooManyKeys, end_key
from lms.audit.models import AuditEntry
from lms.errors import DomainError
from lms.notifications.models import Message
from tests.cast import NOW, make_user
from tests.certification.employers.cast import CODE, apply, check_list, make_webhook
from tests.lms.api.cast import bearing, issue_key
from tests.races import outcomes_at_once
from tests.services.webhook_receiver import Receiver, webhook_receiver

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

MANY = 10
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    with webhook_receiver() as running:
        yield running


def refusals(outcomes: list[object]) -> list[type]:
    return [type(each) for each in outcomes if isinstance(each, DomainError)]


def test_one_application_stands_of_many(clerk: User) -> None:
    outcomes: list[object] = outcomes_at_once([lambda: apply(clerk)] * MANY)

    assert refusals(outcomes) == [AppliedAlready] * (MANY - 1)
    assert EmployerMember.objects.count() == 1


def test_two_decisions_are_one(clerk: User, registrar: User) -> None:
    waiting = apply(clerk)
    approve = partial(services.approve_member, member=waiting, decided_by=registrar, now=NOW)
    decline = partial(services.decline_member, member=waiting, reason="查无此机构", decided_by=registrar, now=NOW)

    outcomes: list[object] = outcomes_at_once([approve, decline] * (MANY // 2))

    assert refusals(outcomes) == [DecidedAlready] * (MANY - 1)
    assert Message.objects.filter(recipient=clerk).count() == 1
    assert AuditEntry.objects.filter(action__in=["employers.approve_member", "employers.decline_member"]).count() == 1


def test_colleagues_who_are_approved_at_once_share_one_organization(registrar: User) -> None:
    waiting = [apply(make_user(f"clerk{each}@example.com")) for each in range(MANY)]

    outcomes_at_once(
        [partial(services.approve_member, member=member, decided_by=registrar, now=NOW) for member in waiting]
    )

    assert Organization.objects.filter(credit_code=CODE).count() == 1
    assert EmployerMember.objects.filter(state=MemberState.APPROVED, organization__credit_code=CODE).count() == MANY


def test_list_that_is_sent_many_times_is_one_check(hiring: Organization, clerk: User) -> None:
    start = partial(
        services.start_check,
        organization=hiring,
        asked=[Asked("x", "y")] * 50,
        form_id=uuid4(),
        requested_by=clerk,
        now=NOW,
    )

    outcomes: list[object] = outcomes_at_once([start] * MANY)

    assert refusals(outcomes) == [SentAlready] * (MANY - 1)
    [check_run] = BulkCheck.objects.all()
    assert {each.check_run for each in outcomes if isinstance(each, SentAlready)} == {check_run}
    assert CheckedRow.objects.count() == 50


def test_two_lists_at_once_are_both_kept_and_each_answered_once(
    certificate: Certificate, hiring: Organization, clerk: User
) -> None:
    def start() -> BulkCheck:
        return services.start_check(
            organization=hiring,
            asked=[Asked(certificate.number, "林虚光"), Asked("x", "y")],
            form_id=uuid4(),
            requested_by=clerk,
            now=NOW + HOUR,
        )

    checks = [each for each in outcomes_at_once([start] * 2) if isinstance(each, BulkCheck)]
    answer = [partial(services.run_check, check_id=each.pk, now=NOW + HOUR) for each in checks]
    outcomes_at_once(answer * 4)

    assert [each.found_count for each in BulkCheck.objects.order_by("pk")] == [1, 1]
    assert CheckedRow.objects.filter(certificate=certificate, status="valid").count() == 2


def test_key_that_is_ended_while_it_is_used_lets_nobody_in_afterwards(
    certificate: Certificate, hiring: Organization, clerk: User
) -> None:
    made = issue_key(hiring, clerk, now=timezone.now() - HOUR)
    address = f"/api/v1/certificates/{certificate.token}/status"

    def ask() -> int:
        return Client().get(address, headers=bearing(made)).status_code

    def end() -> int:
        end_key(key=made.key, ended_by=clerk, now=made.key.made_at + HOUR)
        return 0

    answers = outcomes_at_once([*[ask] * MANY, end, *[ask] * MANY])

    assert set(answers) <= {0, 200, 401}
    assert [ask() for _each in range(3)] == [401] * 3
    assert AuditEntry.objects.filter(action="api.end_key").count() == 1


def test_look_ups_of_one_certificate_at_once_are_kept_once(
    certificate: Certificate, hiring: Organization, clerk: User
) -> None:
    key = issue_key(hiring, clerk).key
    answers = look_up_many([Asked(certificate.number, "林虚光")], moment=NOW + HOUR)
    record = partial(services.record_answers, key=key, answers=answers, moment=NOW + HOUR, now=NOW + HOUR)

    outcomes_at_once([record] * MANY)

    assert CheckedRow.objects.filter(certificate=certificate).count() == 1


@pytest.mark.parametrize("same_form", [True, False])
def test_keys_made_at_once_are_counted(hiring: Organization, clerk: User, *, same_form: bool) -> None:
    form_id = uuid4()
    for _each in range(15):
        issue_key(hiring, clerk)

    outcomes: list[object] = outcomes_at_once(
        [lambda: issue_key(hiring, clerk, form_id=form_id if same_form else uuid4())] * MANY
    )

    made = [each for each in outcomes if isinstance(each, MadeKey)]
    assert (len(made), refusals(outcomes)) == (
        (1, [KeyMadeAlready] * (MANY - 1)) if same_form else (5, [TooManyKeys] * (MANY - 5))
    )
    assert ApiKey.objects.count() == (16 if same_form else 20)


@pytest.mark.parametrize("what", ["key", "webhook"])
def test_access_that_ends_leaves_neither_key_nor_webhook_standing(
    what: str, member: EmployerMember, hiring: Organization, clerk: User, registrar: User
) -> None:
    def make() -> object:
        if what == "webhook":
            return make_webhook(hiring, clerk, url=f"http://127.0.0.1:9/{uuid4()}")
        return services.make_employer_key(
            organization=hiring,
            name="人事系统",
            scopes=[Scope.VERIFY],
            expires_at=NOW + timedelta(days=30),
            form_id=uuid4(),
            made_by=clerk,
            now=NOW,
        )

    end = partial(services.end_membership, member=member, reason="离职", ended_by=registrar, now=NOW)

    outcomes: list[object] = outcomes_at_once([make, make, end, make, make])

    assert set(refusals(outcomes)) <= {NotApproved}
    assert not ApiKey.objects.standing().exists()
    assert not WebhookEndpoint.objects.standing().exists()
    with pytest.raises(NotApproved):
        make()


def test_message_is_sent_once_by_many_workers_and_once_more_by_many_replays(
    certificate: Certificate, hiring: Organization, clerk: User, registrar: User, receiver: Receiver
) -> None:
    check_list(hiring, clerk, Asked(certificate.number, "林虚光"))
    make_webhook(hiring, clerk, url=f"{receiver.url}/take")
    suspend_certificate(certificate=certificate, actor=registrar, reason="核实", now=NOW + HOUR)
    delivery = WebhookDelivery.objects.get()
    deliver = partial(services.deliver_webhook, delivery_id=delivery.pk, now=NOW + 2 * HOUR)
    replay = partial(services.replay_delivery, delivery=delivery, actor=clerk, now=NOW + 3 * HOUR)

    delivered = outcomes_at_once([deliver] * 4)
    replayed: list[object] = outcomes_at_once([replay] * 4)
    again = outcomes_at_once([partial(services.deliver_webhook, delivery_id=delivery.pk, now=NOW + 4 * HOUR)] * 4)

    assert sorted(map(bool, delivered)) == sorted(map(bool, again)) == [False, False, False, True]
    assert refusals(replayed) == [NotOver] * 3
    sent = [each for each in receiver.received if each.headers["webhook-id"] == str(delivery.uuid)]
    assert (len(sent), len({each.body for each in sent})) == (2, 1)


def test_holder_is_told_once_by_many_workers(certificate: Certificate, hiring: Organization, clerk: User) -> None:
    check_list(hiring, clerk, Asked(certificate.number, "林虚光"))
    before = Message.objects.count()

    outcomes_at_once([partial(services.tell_holders, now=NOW + timedelta(seconds=each)) for each in range(4)])

    assert Message.objects.count() == before + 1


def test_quota_is_counted_exactly(hiring: Organization, clerk: User) -> None:
    cache.clear()
    window = Window("minute", 60, 30)
    ask: Callable[[], object] = partial(spend, "one key", cost=1, windows=[window], now=NOW)

    outcomes: list[object] = [each for _round in range(4) for each in outcomes_at_once([ask] * MANY)]

    assert refusals(outcomes) == [QuotaSpent] * 10
    assert len(outcomes) == 40
