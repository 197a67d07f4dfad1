from datetime import date, datetime, timedelta

import pytest

from certification.certificates.enums import Status
from certification.certificates.models import Certificate, Renewal, RenewalReminder
from certification.certificates.renewal import conduct
from certification.certificates.renewal.conditions import Conditions
from certification.certificates.services import (
    apply_for_renewal,
    decline_renewal,
    grant_renewal,
    issue_certificate,
    propose_revocation,
    send_renewal_reminders,
    suspend_certificate,
)
from certification.certificates.services.changing import OwnCertificate, RevocationWaits, status_of
from certification.certificates.services.renewals import (
    ConditionsUnmet,
    DecidedOtherwise,
    NotRenewable,
    ReasonMissing,
    RenewedAlready,
    WindowClosed,
)
from courses.hours.models import HoursEntry
from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from lms.notifications.models import Message
from tests.certification.certificates.cast import colleague_of, make_certificate
from tests.certification.certificates.renewal_cast import (
    BEFORE_IT_OPENS,
    FIRST_DAY,
    IN_TIME,
    LAST_HOUR,
    TOO_LATE,
    keep_up_hours,
)


@pytest.fixture
def kept_up(certificate: Certificate, practitioner: Practitioner, registrar: User) -> Certificate:
    keep_up_hours(practitioner, registrar)
    return certificate


@pytest.fixture
def renewal(kept_up: Certificate, practitioner: Practitioner) -> Renewal:
    return apply_for_renewal(certificate=kept_up, applicant=practitioner.user, now=IN_TIME)


def test_an_application_keeps_its_conditions_and_rules(renewal: Renewal) -> None:
    conditions = Conditions.from_values(renewal.conditions)

    assert [(year.year, year.hours, year.is_met) for year in conditions.years] == [
        (2025, "90", True),
        (2026, "90", True),
        (2027, "90", True),
    ]
    assert conditions.has_severe_record is False
    assert renewal.rule_set.code == "renewal-2025"
    assert (
        AuditEntry.objects.get(action="certificates.apply_for_renewal").detail["number"] == renewal.certificate.number
    )


@pytest.mark.parametrize(
    ("moment", "opens"), [(BEFORE_IT_OPENS, False), (FIRST_DAY, True), (LAST_HOUR, True), (TOO_LATE, False)]
)
def test_it_is_applied_for_in_the_window(
    kept_up: Certificate, practitioner: Practitioner, moment: datetime, *, opens: bool
) -> None:
    if opens:
        assert apply_for_renewal(certificate=kept_up, applicant=practitioner.user, now=moment).applied_at == moment
    else:
        with pytest.raises(WindowClosed, match="new assessment"):
            apply_for_renewal(certificate=kept_up, applicant=practitioner.user, now=moment)


def test_a_year_that_is_short_refuses(certificate: Certificate, practitioner: Practitioner, registrar: User) -> None:
    keep_up_hours(practitioner, registrar, years=(2025, 2027))

    with pytest.raises(ConditionsUnmet):
        apply_for_renewal(certificate=certificate, applicant=practitioner.user, now=IN_TIME)


def test_a_severe_record_refuses(
    kept_up: Certificate, practitioner: Practitioner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conduct, "_providers", [lambda person, _now: person == practitioner])

    with pytest.raises(ConditionsUnmet):
        apply_for_renewal(certificate=kept_up, applicant=practitioner.user, now=IN_TIME)


def test_only_the_holder_of_a_valid_certificate_applies(
    kept_up: Certificate, outsider: Practitioner, practitioner: Practitioner, registrar: User
) -> None:
    with pytest.raises(NotRenewable):
        apply_for_renewal(certificate=kept_up, applicant=outsider.user, now=IN_TIME)
    suspend_certificate(certificate=kept_up, actor=registrar, reason="核实", now=IN_TIME)
    with pytest.raises(NotRenewable):
        apply_for_renewal(certificate=kept_up, applicant=practitioner.user, now=IN_TIME)


def test_a_renewal_is_a_new_certificate_that_continues_the_old_one(renewal: Renewal, registrar: User) -> None:
    old, later = renewal.certificate, IN_TIME + timedelta(days=3)

    granted = grant_renewal(renewal=renewal, decided_by=registrar, now=later)

    new = granted.renewed
    assert new is not None
    assert (new.renews, new.result, new.kind, new.level, new.issue) == (old, old.result, "A", "L2", 1)
    assert new.number.startswith("TJIP-A-2028-PAT2-000001-")
    assert (old.valid_until, new.valid_until) == (date(2028, 6, 2), date(2031, 6, 2))
    assert [status_of(each, now=later) for each in (old, new)] == [Status.VALID, Status.VALID]
    assert Message.objects.filter(key=f"certificates.renewal.{renewal.pk}").count() == 1
    assert AuditEntry.objects.get(action="certificates.grant_renewal").actor == registrar


def test_a_decision_after_the_last_day_still_renews(renewal: Renewal, registrar: User) -> None:
    granted = grant_renewal(renewal=renewal, decided_by=registrar, now=TOO_LATE + timedelta(days=5))

    assert granted.renewed is not None
    assert granted.renewed.valid_until == date(2031, 6, 2)


def test_the_results_first_certificate_stays_the_answer_to_its_issue(renewal: Renewal, registrar: User) -> None:
    grant_renewal(renewal=renewal, decided_by=registrar, now=IN_TIME)
    old = renewal.certificate
    assert old.result is not None

    assert issue_certificate(result=old.result, issued_by=registrar, now=IN_TIME) == old


def test_conditions_are_checked_again_at_the_decision(renewal: Renewal, registrar: User) -> None:
    HoursEntry.objects.filter(year=2026).delete()

    with pytest.raises(ConditionsUnmet):
        grant_renewal(renewal=renewal, decided_by=registrar, now=IN_TIME)
    assert Certificate.objects.count() == 1


def test_a_waiting_revocation_is_decided_first(renewal: Renewal, registrar: User) -> None:
    propose_revocation(
        certificate=renewal.certificate,
        category="fraud",  # type: ignore[arg-type]  # its value
        note="替考",
        evidence="监考记录",
        proposed_by=colleague_of(registrar),
        now=IN_TIME,
    )

    with pytest.raises(RevocationWaits):
        grant_renewal(renewal=renewal, decided_by=registrar, now=IN_TIME)


def test_nobody_decides_on_their_own(renewal: Renewal, practitioner: Practitioner) -> None:
    with pytest.raises(OwnCertificate):
        grant_renewal(renewal=renewal, decided_by=practitioner.user, now=IN_TIME)


def test_a_declined_one_is_told_and_can_be_applied_for_again(
    renewal: Renewal, practitioner: Practitioner, registrar: User
) -> None:
    with pytest.raises(ReasonMissing):
        decline_renewal(renewal=renewal, decided_by=registrar, reason=" ", now=IN_TIME)

    decline_renewal(renewal=renewal, decided_by=registrar, reason="核对后再申请", now=IN_TIME)

    assert "核对后再申请" in Message.objects.get(key=f"certificates.renewal.{renewal.pk}").body
    with pytest.raises(DecidedOtherwise):
        grant_renewal(renewal=renewal, decided_by=registrar, now=IN_TIME)
    again = apply_for_renewal(certificate=renewal.certificate, applicant=practitioner.user, now=IN_TIME)
    assert again != renewal


def test_everything_twice_is_once(renewal: Renewal, practitioner: Practitioner, registrar: User) -> None:
    again = apply_for_renewal(certificate=renewal.certificate, applicant=practitioner.user, now=IN_TIME)
    granted = [grant_renewal(renewal=renewal, decided_by=registrar, now=IN_TIME).renewed for _click in range(2)]

    assert again == renewal
    assert granted[0] == granted[1]
    with pytest.raises(DecidedOtherwise):
        decline_renewal(renewal=renewal, decided_by=registrar, reason="改主意", now=IN_TIME)
    with pytest.raises(RenewedAlready):
        apply_for_renewal(certificate=renewal.certificate, applicant=practitioner.user, now=IN_TIME)


def _reminded(days_left: int) -> list[int]:
    moment = datetime(2028, 6, 2, 2, 0, tzinfo=IN_TIME.tzinfo) - timedelta(days=days_left)
    send_renewal_reminders(now=moment)
    send_renewal_reminders(now=moment + timedelta(hours=1))
    return list(RenewalReminder.objects.order_by("-days_before").values_list("days_before", flat=True))


def test_holders_are_reminded_three_times_each_once(certificate: Certificate) -> None:
    assert [_reminded(days) for days in (91, 90, 89, 30, 29, 7, 0)] == [
        [],
        [90],
        [90],
        [90, 30],
        [90, 30],
        [90, 30, 7],
        [90, 30, 7],
    ]
    letters = Message.objects.filter(key__startswith="certificates.renewal-reminder.")
    assert letters.count() == 3
    assert all("2028-06-02" in letter.body for letter in letters)


def test_after_weeks_without_a_worker_one_reminder_is_sent(certificate: Certificate) -> None:
    assert _reminded(5) == [7]


def test_who_has_applied_or_is_not_valid_is_not_reminded(
    renewal: Renewal, colleague: Practitioner, registrar: User, now: datetime
) -> None:
    other = make_certificate(colleague, registrar)
    suspend_certificate(certificate=other, actor=registrar, reason="核实", now=now)

    assert _reminded(30) == []
