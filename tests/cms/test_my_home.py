from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.credit.models import CreditProfile, CreditRuleSet
from courses.enrollment.enums import EnrollmentState
from courses.hours.models import HoursRuleSet
from lms.accounts.enums import ConsentKind
from lms.accounts.models import Practitioner, User
from lms.accounts.services import give_consent
from lms.notifications.services import notify
from tests.cast import make_user
from tests.certification.certificates.cast import make_certificate
from tests.certification.sittings.cast import make_assessment, make_attempt, make_paper, make_registration, make_sitting
from tests.conftest import signed_in
from tests.courses.conftest import hours_rules
from tests.courses.lectures import make_course, make_enrollment, make_run, make_session

__all__ = ["hours_rules"]


@pytest.fixture(autouse=True)
def _rules(hours_rules: HoursRuleSet) -> None:
    """The year's norm."""


def _session_for(practitioner: Practitioner, number: int, state: EnrollmentState = EnrollmentState.ENROLLED) -> None:
    starts_at = timezone.now() + timedelta(days=number)
    run = make_run(make_course(f"course-{number}"), f"course-{number}-1", starts_at=starts_at)
    make_session(run, f"第{number}讲")
    make_enrollment(run, practitioner, state)


def test_anonymous_visitor_signs_in(db: None, client: Client) -> None:
    assert client.get("/my/")["Location"] == "/accounts/login/?next=/my/"


def test_newcomer_is_led_to_registering(db: None) -> None:
    shown = signed_in(make_user("new@example.com", "新人")).get("/my/").text

    assert "Register as a practitioner" in shown
    assert 'href="/my/profile/"' in shown


def test_staff_are_shown_the_way_to_their_desk(registrar: User) -> None:
    assert "Go to the association desk" in signed_in(registrar).get("/my/").text


def test_registered_person_sees_what_to_do_next(practitioner_client: Client) -> None:
    response = practitioner_client.get("/my/")

    home = response.context["home"]
    assert home.is_newcomer
    assert (home.hours.total, home.hours.year_norm, home.valid_certificates) == (Decimal(0), Decimal(90), 0)
    assert "What to do next" in response.text
    assert "No meeting ahead" in response.text


def test_next_meetings_are_ones_own_and_to_come(practitioner: Practitioner, practitioner_client: Client) -> None:
    _session_for(practitioner, 2)
    _session_for(practitioner, 1)
    _session_for(practitioner, 3, EnrollmentState.WAITING)
    _session_for(practitioner, -5)

    sessions = practitioner_client.get("/my/").context["home"].sessions

    assert [session.title for session in sessions] == ["第1讲", "第2讲"]


def test_outsider_sees_nothing_of_it(practitioner: Practitioner, outsider_client: Client) -> None:
    _session_for(practitioner, 1)

    home = outsider_client.get("/my/").context["home"]

    assert (home.sessions, home.has_enrolled) == ([], False)


def test_unread_messages_are_counted(practitioner: Practitioner, practitioner_client: Client) -> None:
    notify(recipient=practitioner.user, key="one", subject="通知", body="正文", now=timezone.now())

    response = practitioner_client.get("/my/")

    assert response.context["home"].unread == 1
    assert "Read them now" in response.text


def test_consent_given_is_ticked_off(practitioner: Practitioner, practitioner_client: Client) -> None:
    give_consent(practitioner=practitioner, kind=ConsentKind.PUBLISH_PROFILE, now=timezone.now())

    assert practitioner_client.get("/my/").context["home"].has_consented


def test_registration_and_open_attempt_are_shown(
    practitioner: Practitioner, practitioner_client: Client, examiner: User
) -> None:
    paper = make_paper("paper", examiner)
    assessment = make_assessment("GEN-L1", paper)
    now = timezone.now()
    coming = make_sitting("coming", assessment, paper, opens_at=now + timedelta(days=3))
    running = make_sitting("running", assessment, paper, opens_at=now - timedelta(hours=1))
    registered = make_registration(coming, practitioner)
    attempt = make_attempt(make_registration(running, practitioner), started_at=now - timedelta(minutes=5))

    response = practitioner_client.get("/my/")

    assert response.context["home"].registrations == [registered]
    assert response.context["home"].open_attempt == attempt
    assert f'href="/attempts/{attempt.pk}/"' in response.text


@pytest.mark.usefixtures("signing_keys")
def test_certificate_and_credit_level_are_shown(
    practitioner: Practitioner, practitioner_client: Client, registrar: User, credit_rules: CreditRuleSet
) -> None:
    make_certificate(practitioner, registrar, now=timezone.now() - timedelta(days=1))
    opened_on = timezone.localdate() - timedelta(days=400)
    CreditProfile.objects.update_or_create(practitioner=practitioner, defaults={"opened_on": opened_on})
    give_consent(practitioner=practitioner, kind=ConsentKind.PUBLISH_PROFILE, now=timezone.now())

    response = practitioner_client.get("/my/")

    home = response.context["home"]
    assert (home.valid_certificates, home.certificates) == (1, 1)
    assert home.credit.score.level == "A+"
    assert "101 points today" in response.text


def test_queries_of_my_home_are_constant(practitioner: Practitioner, practitioner_client: Client) -> None:
    _session_for(practitioner, 1)
    practitioner_client.get("/my/")
    with CaptureQueriesContext(connection) as one:
        practitioner_client.get("/my/")

    _session_for(practitioner, 2)
    _session_for(practitioner, 3)
    with CaptureQueriesContext(connection) as three:
        response = practitioner_client.get("/my/")

    assert len(response.context["home"].sessions) == 3
    assert len(three) == len(one)
