from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from certification.papers.models import Paper
from certification.sittings import prerequisites, services
from certification.sittings.enums import RegistrationState, SittingState
from certification.sittings.models import Assessment, Registration, Sitting
from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from lms.notifications.models import Message
from tests.cast import NOW
from tests.certification.sittings.cast import make_assessment, make_attempt, make_registration, make_sitting

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def register(sitting: Sitting, practitioner: Practitioner, now: datetime = NOW - DAY) -> Registration:
    return services.register(sitting=sitting, practitioner=practitioner, now=now, actor=practitioner.user)


@pytest.fixture
def no_providers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prerequisites, "_providers", [])


@pytest.fixture
def holds_everything(no_providers: None) -> Iterator[None]:
    def provider(practitioner: Practitioner, asked: Collection[Assessment], now: datetime) -> set[int]:
        return {assessment.pk for assessment in asked}

    prerequisites.register_provider(provider)
    yield
    prerequisites.unregister_provider(provider)


def test_registration_is_made_recorded_and_confirmed(sitting: Sitting, practitioner: Practitioner) -> None:
    registration = register(sitting, practitioner)

    assert registration.state == RegistrationState.REGISTERED
    assert AuditEntry.objects.get(action="sittings.register_candidate").actor == practitioner.user
    message = Message.objects.get(recipient=practitioner.user)
    assert sitting.place in message.body
    assert message.path == f"/assessments/sittings/{sitting.code}/start/"


def test_registering_again_gives_the_same_seat(sitting: Sitting, practitioner: Practitioner) -> None:
    assert register(sitting, practitioner) == register(sitting, practitioner)
    assert Registration.objects.count() == 1
    assert Message.objects.count() == 1


def test_registration_before_the_window_is_refused(sitting: Sitting, practitioner: Practitioner) -> None:
    with pytest.raises(services.RegistrationNotOpen):
        register(sitting, practitioner, NOW - 31 * DAY)


def test_registration_after_the_window_is_refused(sitting: Sitting, practitioner: Practitioner) -> None:
    with pytest.raises(services.RegistrationClosed):
        register(sitting, practitioner, NOW + DAY)


@pytest.mark.parametrize("state", [SittingState.DRAFT, SittingState.CANCELLED])
def test_registration_for_a_sitting_that_is_not_held_is_refused(
    sitting: Sitting, practitioner: Practitioner, state: SittingState
) -> None:
    Sitting.objects.update(state=state)
    with pytest.raises(services.SittingNotOffered):
        register(sitting, practitioner)


def test_full_sitting_is_refused_and_a_freed_seat_is_given(
    sitting: Sitting, practitioner: Practitioner, colleague: Practitioner
) -> None:
    Sitting.objects.update(capacity=1)
    held = register(sitting, colleague)
    with pytest.raises(services.SittingFull):
        register(sitting, practitioner)

    services.cancel_registration(registration=held, actor=colleague.user, now=NOW - DAY)

    assert register(sitting, practitioner).state == RegistrationState.REGISTERED


def test_cancelled_registration_comes_back_to_life(sitting: Sitting, practitioner: Practitioner) -> None:
    first = register(sitting, practitioner)
    services.cancel_registration(registration=first, actor=practitioner.user, now=NOW - DAY)
    again = register(sitting, practitioner, NOW - timedelta(hours=1))
    assert (again.pk, again.state) == (first.pk, RegistrationState.REGISTERED)


def test_license_is_asked_for(sitting: Sitting, practitioner: Practitioner, registrar: User) -> None:
    Assessment.objects.update(requires_license=True)
    with pytest.raises(services.LicenseMissing):
        register(sitting, practitioner)

    practitioner.license_number = "1212345678"
    practitioner.license_verified_by = registrar
    practitioner.license_verified_at = NOW
    practitioner.save()
    assert register(sitting, practitioner).state == RegistrationState.REGISTERED


def test_missing_prerequisite_is_named(
    sitting: Sitting, small_paper: Paper, practitioner: Practitioner, no_providers: None
) -> None:
    needed = make_assessment("GEN-L0", small_paper, title_en="Ethics first")
    sitting.assessment.prerequisites.add(needed)
    with pytest.raises(services.PrerequisiteMissing, match="Ethics first"):
        register(sitting, practitioner)


def test_held_prerequisite_lets_in(
    sitting: Sitting, small_paper: Paper, practitioner: Practitioner, holds_everything: None
) -> None:
    sitting.assessment.prerequisites.add(make_assessment("GEN-L0", small_paper))
    assert register(sitting, practitioner).state == RegistrationState.REGISTERED


def test_retake_within_thirty_days_is_refused_with_the_day_it_would_do(
    sitting: Sitting, small_paper: Paper, practitioner: Practitioner
) -> None:
    past = make_sitting("past", sitting.assessment, small_paper, opens_at=NOW - 29 * DAY)
    make_attempt(make_registration(past, practitioner), started_at=past.opens_at)
    with pytest.raises(services.RetakeTooSoon, match="June 3, 2025"):
        register(sitting, practitioner)


def test_retake_after_thirty_days_is_allowed(sitting: Sitting, small_paper: Paper, practitioner: Practitioner) -> None:
    past = make_sitting("past", sitting.assessment, small_paper, opens_at=NOW - 30 * DAY)
    make_attempt(make_registration(past, practitioner), started_at=past.opens_at)
    assert register(sitting, practitioner).state == RegistrationState.REGISTERED


def test_third_attempt_of_a_year_is_refused(sitting: Sitting, small_paper: Paper, practitioner: Practitioner) -> None:
    for number, days in enumerate((140, 70)):
        past = make_sitting(f"past-{number}", sitting.assessment, small_paper, opens_at=NOW - days * DAY)
        make_attempt(make_registration(past, practitioner), started_at=past.opens_at)
    with pytest.raises(services.YearIsFull):
        register(sitting, practitioner)


def test_sitting_missed_without_an_attempt_does_not_count(
    sitting: Sitting, small_paper: Paper, practitioner: Practitioner
) -> None:
    make_registration(make_sitting("past", sitting.assessment, small_paper, opens_at=NOW - 5 * DAY), practitioner)
    assert register(sitting, practitioner).state == RegistrationState.REGISTERED


def test_seat_in_a_near_sitting_counts_as_a_go(
    sitting: Sitting, small_paper: Paper, practitioner: Practitioner
) -> None:
    make_registration(make_sitting("next", sitting.assessment, small_paper, opens_at=NOW + 10 * DAY), practitioner)
    with pytest.raises(services.RetakeTooSoon):
        register(sitting, practitioner)


def test_cancelling_after_the_opening_is_refused(registration: Registration) -> None:
    with pytest.raises(services.CancelTooLate):
        services.cancel_registration(registration=registration, actor=registration.practitioner.user, now=NOW)


def test_cancelling_twice_is_once(registration: Registration) -> None:
    for _click in range(2):
        cancelled = services.cancel_registration(
            registration=registration, actor=registration.practitioner.user, now=NOW - DAY
        )
    assert cancelled.state == RegistrationState.CANCELLED
    assert AuditEntry.objects.filter(action="sittings.cancel_registration").count() == 1


def test_extra_time_is_granted_before_the_start(registration: Registration, examiner: User) -> None:
    services.grant_extra_time(registration=registration, factor=Decimal("1.25"), actor=examiner, now=NOW - DAY)
    attempt = services.start_attempt(registration=registration, now=NOW)
    assert attempt.deadline_at == NOW + timedelta(minutes=150)
    assert AuditEntry.objects.get(action="sittings.grant_extra_time").detail == {"before": "1.00", "after": "1.25"}
    with pytest.raises(services.ExtraTimeTooLate):
        services.grant_extra_time(registration=registration, factor=Decimal("1.50"), actor=examiner, now=NOW)


def test_extra_time_out_of_range_is_refused(registration: Registration, examiner: User) -> None:
    with pytest.raises(ValidationError, match="from 1 to 3"):
        services.grant_extra_time(registration=registration, factor=Decimal("0.50"), actor=examiner, now=NOW - DAY)


def test_dates_of_goes_are_local(sitting: Sitting) -> None:
    late_evening = datetime(2025, 6, 1, 17, 0, tzinfo=timezone.get_fixed_timezone(0))
    assert timezone.localdate(late_evening).isoformat() == "2025-06-02"
