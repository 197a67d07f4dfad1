from datetime import date

import pytest

from certification.certificates.enums import EventType
from certification.certificates.models import Certificate
from certification.certificates.signals import certificate_changed
from certification.credit import services
from certification.credit.enums import RecordState, StepRole
from certification.credit.models import CreditProfile, CreditRecord, CreditRuleSet
from certification.credit.queries import holders_to_sync, score_profile
from lms.accounts.models import Practitioner, User
from lms.notifications.models import Message
from tests.cast import NOW
from tests.certification.credit.cast import DAY, add_event, make_certificate

pytestmark = pytest.mark.django_db


def _sync(profile: CreditProfile, days: int = 0) -> None:
    services.sync_competency_bonus(practitioner=profile.practitioner, now=NOW + days * DAY)


@pytest.fixture
def certificate(profile: CreditProfile, registrar: User) -> Certificate:
    return make_certificate(profile.practitioner, registrar, level="L3")


def test_issued_certificate_gives_its_bonus(profile: CreditProfile, certificate: Certificate, registrar: User) -> None:
    _sync(profile)

    record = CreditRecord.objects.get()
    assert (record.code, record.variant, record.points, record.state) == ("B03", "L3", 2, RecordState.EFFECTIVE)
    assert (record.effective_on, record.ends_on) == (date(2025, 6, 2), date(2028, 6, 3))
    assert (record.certificate, record.document_number, record.proposed_by) == (
        certificate,
        certificate.number,
        registrar,
    )
    step = record.steps.get()
    assert (step.role, step.actor, step.to_state) == (StepRole.ISSUER, registrar, RecordState.EFFECTIVE)
    assert score_profile(profile, NOW).score.score == 102
    assert Message.objects.filter(recipient=profile.practitioner.user).count() == 1


def test_repeating_changes_nothing(profile: CreditProfile, certificate: Certificate) -> None:
    _sync(profile)
    _sync(profile, 1)

    assert CreditRecord.objects.count() == 1
    assert CreditRecord.objects.get().steps.count() == 1


def test_foundation_certificate_gives_nothing(profile: CreditProfile, registrar: User) -> None:
    make_certificate(profile.practitioner, registrar, level="L1")
    _sync(profile)

    assert not CreditRecord.objects.exists()


@pytest.mark.parametrize("type_", [EventType.REVOKED, EventType.SUSPENDED, EventType.CANCELLED, EventType.EXPIRED])
def test_bonus_ends_with_the_certificate(
    profile: CreditProfile, certificate: Certificate, registrar: User, type_: EventType
) -> None:
    _sync(profile)
    add_event(certificate, type_, registrar, NOW + 10 * DAY)
    _sync(profile, 10)

    record = CreditRecord.objects.get()
    assert (record.state, record.ends_on) == (RecordState.EXPIRED, date(2025, 6, 12))
    assert record.steps.get(to_state=RecordState.EXPIRED).actor == registrar
    assert score_profile(profile, NOW + 9 * DAY).score.score == 102
    assert score_profile(profile, NOW + 10 * DAY).score.score == 100


def test_bonus_lapses_by_date_without_any_event(profile: CreditProfile, certificate: Certificate) -> None:
    _sync(profile)

    assert score_profile(profile, NOW.replace(year=2028)).score.score == 102
    assert score_profile(profile, NOW.replace(year=2028) + DAY).score.score == 100


def test_reinstated_certificate_counts_again_as_a_record_of_its_own(
    profile: CreditProfile, certificate: Certificate, registrar: User
) -> None:
    _sync(profile)
    add_event(certificate, EventType.SUSPENDED, registrar, NOW + 10 * DAY)
    _sync(profile, 10)
    add_event(certificate, EventType.REINSTATED, registrar, NOW + 20 * DAY)
    _sync(profile, 20)

    assert CreditRecord.objects.count() == 2
    assert [score_profile(profile, NOW + days * DAY).score.score for days in (9, 15, 20)] == [102, 100, 102]


def test_highest_of_several_certificates_counts(
    profile: CreditProfile, certificate: Certificate, registrar: User
) -> None:
    make_certificate(profile.practitioner, registrar, level="L2", domain="TMK")
    _sync(profile)

    assert CreditRecord.objects.count() == 2
    assert score_profile(profile, NOW).score.bonus == 2


def test_certificates_announcement_brings_the_bonus(
    profile: CreditProfile, certificate: Certificate, registrar: User
) -> None:
    certificate_changed.send(Certificate, certificate=certificate, event=certificate.events.get(), now=NOW)

    assert CreditRecord.objects.get().certificate == certificate


def test_certificates_taken_in_out_of_the_order_of_time_count_each_from_its_own_day(
    profile: CreditProfile, certificate: Certificate, registrar: User
) -> None:
    earlier = make_certificate(profile.practitioner, registrar, domain="TMK", now=NOW - 40 * DAY)

    _sync(profile)
    _sync(profile, -40)

    days = {record.certificate: record.effective_on for record in CreditRecord.objects.all()}
    assert days == {certificate: date(2025, 6, 2), earlier: date(2025, 4, 23)}
    assert set(CreditRecord.objects.values_list("state", flat=True)) == {RecordState.EFFECTIVE}


def test_moment_before_the_issue_knows_nothing_of_it(profile: CreditProfile, certificate: Certificate) -> None:
    _sync(profile, -1)
    assert not CreditRecord.objects.exists()

    _sync(profile)
    _sync(profile, -1)

    assert CreditRecord.objects.get().state == RecordState.EFFECTIVE


def test_end_heard_of_late_is_dated_by_its_event(
    profile: CreditProfile, certificate: Certificate, registrar: User
) -> None:
    add_event(certificate, EventType.SUSPENDED, registrar, NOW + 10 * DAY)
    add_event(certificate, EventType.REINSTATED, registrar, NOW + 20 * DAY)
    _sync(profile, 30)

    dates = CreditRecord.objects.order_by("effective_on").values_list("effective_on", "ends_on", "state")
    assert list(dates) == [
        (date(2025, 6, 2), date(2025, 6, 12), RecordState.EXPIRED),
        (date(2025, 6, 22), date(2028, 6, 3), RecordState.EFFECTIVE),
    ]


def test_suspension_and_its_end_on_one_day_leave_two_records(
    profile: CreditProfile, certificate: Certificate, registrar: User
) -> None:
    add_event(certificate, EventType.SUSPENDED, registrar, NOW)
    add_event(certificate, EventType.REINSTATED, registrar, NOW)
    _sync(profile)

    assert CreditRecord.objects.filter(effective_on=NOW.date()).count() == 2
    assert score_profile(profile, NOW).score.bonus == 2


def test_certificate_is_changed_where_credit_cannot_record(
    profile: CreditProfile, certificate: Certificate, caplog: pytest.LogCaptureFixture
) -> None:
    CreditRuleSet.objects.all().delete()

    certificate_changed.send(Certificate, certificate=certificate, event=certificate.events.get(), now=NOW)

    assert "waits for the next sweep" in caplog.text
    assert not CreditRecord.objects.exists()


def test_what_could_not_be_recorded_is_taken_in_by_the_sweep(
    profile: CreditProfile, certificate: Certificate, caplog: pytest.LogCaptureFixture
) -> None:
    rule_set = CreditRuleSet.objects.get()
    good = rule_set.parameters
    CreditRuleSet.objects.update(parameters={"base": "no number"})
    assert not services.sync_after_change(practitioner=profile.practitioner, now=NOW)
    CreditRuleSet.objects.update(parameters=good)

    assert services.sync_waiting_bonuses(now=NOW + 5 * DAY) == 1

    assert CreditRecord.objects.get().effective_on == date(2025, 6, 2)
    assert not holders_to_sync(NOW + 5 * DAY).exists()
    assert services.sync_waiting_bonuses(now=NOW + 6 * DAY) == 0


def test_sweep_ends_what_ended(profile: CreditProfile, certificate: Certificate, registrar: User) -> None:
    _sync(profile)
    add_event(certificate, EventType.REVOKED, registrar, NOW + 3 * DAY)

    assert services.sync_waiting_bonuses(now=NOW + 2 * DAY) == 0
    assert services.sync_waiting_bonuses(now=NOW + 5 * DAY) == 1

    assert (CreditRecord.objects.get().state, CreditRecord.objects.get().ends_on) == (
        RecordState.EXPIRED,
        date(2025, 6, 5),
    )


def test_foundation_certificate_does_not_wait(profile: CreditProfile, registrar: User) -> None:
    make_certificate(profile.practitioner, registrar, level="L1")

    assert not holders_to_sync(NOW).exists()


def test_profile_is_opened_where_there_was_none(outsider: Practitioner, registrar: User) -> None:
    make_certificate(outsider, registrar)

    services.sync_competency_bonus(practitioner=outsider, now=NOW)

    assert CreditProfile.objects.get().opened_on == date(2025, 6, 2)
