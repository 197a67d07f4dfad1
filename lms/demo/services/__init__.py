"""Builds the demonstration on every app's own services, as people would have, at moments of the past."""

from datetime import datetime

from django.db import transaction

from certification.certificates.services.log import append_to_log, sign_tree_head
from lms.accounts.models import Practitioner, User
from lms.demo import accounts
from lms.demo.moments import RENEWABLE_SINCE, moment
from lms.demo.services.assessments import (
    RELEASED_AFTER_DAYS,
    Bench,
    hold_sitting,
    make_assessments,
    make_blueprints,
    make_items,
    make_sitting,
)
from lms.demo.services.certificates import change_certificates, share_one
from lms.demo.services.courses import make_courses
from lms.demo.services.credit import make_credit_records
from lms.demo.services.employers import make_employers
from lms.demo.services.kinds import issue_other_kinds, publish_templates
from lms.demo.services.pages import make_pages
from lms.demo.services.paper import enter_paper_register
from lms.demo.services.people import invented_card, make_employer_accounts, make_practitioners, make_staff
from lms.demo.services.renewals import renew_certificates

CHANGED_SITTING = "gen-l1-spring"
OPEN_SITTING = "gen-l2-open"
RENEWABLE_SITTING = "gen-l1-winter"


def build_demo(*, now: datetime) -> bool:
    """Makes everything in one transaction, or nothing; returns whether there was anything to do."""
    with transaction.atomic():
        if User.objects.filter(email=accounts.ADMINISTRATOR_EMAIL).exists():
            return False
        staff = make_staff()
        people = make_practitioners(registrar=staff["registrar"], now=now)
        courses = make_courses(people=people, manager=staff["course manager"], now=now)
        make_pages(courses=courses, now=now)
        _hold_assessments(staff, people, now=now)
        _keep_register(staff["registrar"], staff["second registrar"], people, now=now)
        make_credit_records(people=people, staff=staff, now=now)
        make_employers(**make_employer_accounts(), registrar=staff["registrar"], now=now)
        _enter_in_log(now=now)
    return True


def _keep_register(registrar: User, colleague: User, people: list[Practitioner], *, now: datetime) -> None:
    publish_templates(registrar=registrar, now=now)
    enter_paper_register(registrar=registrar, holder=people[0], holder_id_number=invented_card(0), now=now)
    issue_other_kinds(registrar=registrar, people=people, now=now)
    change_certificates(registrar=registrar, decider=colleague, assessment_sitting=CHANGED_SITTING, now=now)
    renew_certificates(sitting=RENEWABLE_SITTING, registrar=registrar, now=now)
    share_one(holder=people[0].user, now=now)


def _enter_in_log(*, now: datetime) -> None:
    while append_to_log(now=now):
        pass
    sign_tree_head(now=now)


def _hold_assessments(staff: dict[str, User], people: list[Practitioner], *, now: datetime) -> None:
    bench = Bench(
        writer=staff["item writer"],
        reviewer=staff["item reviewer"],
        officer=staff["exam officer"],
        markers=(staff["marker"], staff["second marker"], staff["third marker"]),
    )
    make_items(bench=bench, now=now)
    make_blueprints(officer=bench.officer, now=now)
    schemes = make_assessments(now=now)
    licensed = [person for person in people[:12] if person.has_verified_license]
    # Code, assessment, days from today to the opening, candidates with their share of right answers, how far it has gone.
    past = (
        ("gen-l1-first", "GEN-L1", -1130, _candidates(people[:6], 0.93), "released"),
        (
            RENEWABLE_SITTING,
            "GEN-L1",
            RENEWABLE_SINCE - RELEASED_AFTER_DAYS,
            _candidates(people[22:25], 0.93),
            "released",
        ),
        (CHANGED_SITTING, "GEN-L1", -200, _candidates(people[6:22], 0.92), "released"),
        ("gen-l2-summer", "GEN-L2", -120, _candidates(people[:12], 0.95), "released"),
        ("pat-l2-autumn", "PAT-L2", -60, _candidates(licensed, 0.9), "released"),
        ("gen-l2-autumn", "GEN-L2", -10, _candidates(people[12:18], 0.9), "marked"),
        ("gen-l2-november", "GEN-L2", -4, _candidates(people[18:22], 0.85), "answered"),
    )
    for seed, (code, scheme, day, candidates, stage) in enumerate(past, start=1):
        sitting = make_sitting(
            assessment=schemes[scheme],
            code=code,
            opens_at=moment(day, _OPENS, now=now),
            closes_at=moment(day, _CLOSES, now=now),
            bench=bench,
            capacity=60,
            seed=seed,
        )
        hold_sitting(
            sitting=sitting, candidates=candidates, bench=bench, mark=stage != "answered", release=stage == "released"
        )
    for seed, (code, scheme, opens, closes) in enumerate(_TO_COME, start=101):
        make_sitting(
            assessment=schemes[scheme],
            code=code,
            opens_at=moment(opens, _OPENS, now=now),
            closes_at=moment(closes, _CLOSES, now=now),
            bench=bench,
            capacity=80,
            seed=seed,
        )


# Code, assessment, days from today to the opening and to the closing.
_TO_COME = ((OPEN_SITTING, "GEN-L2", -1, 30), ("gen-l1-next", "GEN-L1", 20, 20), ("pat-l2-next", "PAT-L2", 35, 35))
_OPENS, _CLOSES = "09:00", "18:00"


def _candidates(people: list[Practitioner], best: float) -> list[tuple[Practitioner, float]]:
    """The first one does best; each further one a little worse, so that some fail."""
    return [(person, best - 0.03 * index) for index, person in enumerate(people)]
