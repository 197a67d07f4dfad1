"""Many released passes at once, for tests of what goes wrong with many."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password

from certification.marking.enums import Outcome, ResultState
from certification.marking.models import Result
from certification.sittings.enums import AttemptState, RegistrationState
from certification.sittings.models import Attempt, Registration
from lms.accounts.enums import IdType
from lms.accounts.models import Practitioner, User
from tests.cast import NOW
from tests.certification.sittings.cast import PASS_RULE, make_assessment, make_paper, make_sitting


def make_results(count: int, registrar: User, *, now: datetime = NOW) -> list[Result]:
    """Of one sitting the day before, everybody passed; some have a rare character in their name."""
    paper = make_paper("many", registrar, domain="PAT")
    assessment = make_assessment("many", paper, level="L2", standard="《知识产权服务从业人员能力评价标准》2025年第1版")
    started_at = now - timedelta(days=1)
    sitting = make_sitting("many", assessment, paper, opens_at=started_at, capacity=count)
    registrations = Registration.objects.bulk_create(
        Registration(sitting=sitting, practitioner=person, state=RegistrationState.REGISTERED, registered_at=started_at)
        for person in make_people(count, now=now)
    )
    attempts = Attempt.objects.bulk_create(
        Attempt(
            registration=registration,
            state=AttemptState.SUBMITTED,
            started_at=started_at,
            deadline_at=started_at + timedelta(hours=2),
            ended_at=started_at + timedelta(hours=1),
        )
        for registration in registrations
    )
    return Result.objects.bulk_create(
        Result(
            attempt=attempt,
            state=ResultState.RELEASED,
            outcome=Outcome.PASS,
            total_points=Decimal(78),
            breakdown={},
            pass_rule=PASS_RULE,
            proposed_at=now,
            released_at=now,
            released_by=registrar,
        )
        for attempt in attempts
    )


def make_people(count: int, *, now: datetime = NOW) -> list[Practitioner]:
    password = make_password(None)
    users = User.objects.bulk_create(
        User(email=f"person{each}@example.com", display_name=f"众{each}", password=password) for each in range(count)
    )
    return Practitioner.objects.bulk_create(
        Practitioner(
            user=user,
            name="林𠮷䶮" if each % 100 == 7 else name_of(each),
            id_type=IdType.RESIDENT_CARD,
            id_number_encrypted="not read by tests that use this",
            id_number_digest=f"digest of person {each}",
            id_number_last4=f"{each:04}"[-4:],
            birth_on=datetime(1990, 1, 1, tzinfo=now.tzinfo).date(),
            created_at=now,
        )
        for each, user in enumerate(users)
    )


def name_of(place: int) -> str:
    """A name as many have one; 6,400 of them differ."""
    given = "文明国华建军伟芳娜敏静丽强磊洋勇艳杰娟涛"
    return "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"[place % 16] + given[place // 16 % 20] + given[place // 320 % 20]
