"""Staff, organizations and practitioners of the demonstration."""

from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group

from lms.accounts.enums import ConsentKind, IdType
from lms.accounts.id_numbers import check_character
from lms.accounts.models import Organization, Practitioner, User
from lms.accounts.services import give_consent, register_practitioner, verify_license
from lms.competency.models import Domain, IndustryChain
from lms.demo import accounts, files
from lms.demo.moments import moment

# Every third practitioner works with patents and has a license.
_DOMAINS = ("PAT", "TMK", "CPR", "PAT", "OPR", "INF", "PAT", "GEO", "CON", "PAT")


def make_staff() -> dict[str, User]:
    """By key of ``accounts.STAFF``, and the administrator."""
    staff = {account.key: _make_user(account.email, account.name, is_staff=True) for account in accounts.STAFF}
    for account in accounts.STAFF:
        staff[account.key].groups.add(Group.objects.get(name=account.role.value))
    staff["administrator"] = _make_user(accounts.ADMINISTRATOR_EMAIL, "系统管理员（演示）", is_staff=True)
    User.objects.filter(pk=staff["administrator"].pk).update(is_superuser=True)
    return staff


def make_employer_accounts() -> dict[str, User]:
    """By key of ``accounts.EMPLOYERS``."""
    names = {"employer": "人事专员（演示）", "applicant": "申请人（演示）"}
    return {key: _make_user(email, names[key]) for key, email in accounts.EMPLOYERS.items()}


def make_organizations() -> list[Organization]:
    return [
        Organization.objects.create(name=name, credit_code=code, district=district)
        for name, code, district in files.load("people")["organizations"]
    ]


def make_practitioners(*, registrar: User, now: datetime) -> list[Practitioner]:
    """Forty people who registered over the last five years, so that old certificates have a holder."""
    organizations = make_organizations()
    people = []
    for index, name in enumerate(files.load("people")["names"]):
        email = accounts.practitioner_email(index + 1)
        joined = moment(index * 10 - 1620, "14:00", now=now)
        domain = _DOMAINS[index % len(_DOMAINS)]
        practitioner = register_practitioner(
            user=_make_user(email, name, may_sign_in=email in accounts.PRACTITIONERS.values()),
            name=name,
            id_type=IdType.RESIDENT_CARD,
            id_number=invented_card(index),
            birth_on=_birth_on(index),
            phone=f"000-{index:04d}",
            employer=organizations[index % len(organizations)],
            domains=list(Domain.objects.filter(pk__in={"GEN", domain})),
            industry_chains=list(IndustryChain.objects.order_by("pk")[index % 12 : index % 12 + 2]),
            license_number=f"DEMO-{index:05d}" if domain == "PAT" else "",
            now=joined,
        )
        # The last license waits for the registrar.
        if domain == "PAT" and index < 36:
            practitioner = verify_license(
                practitioner=practitioner, verified_by=registrar, now=joined + timedelta(days=3)
            )
        if index % 4 != 3:
            give_consent(practitioner=practitioner, kind=ConsentKind.PUBLISH_PROFILE, now=joined + timedelta(days=1))
        people.append(practitioner)
    return people


def _make_user(email: str, name: str, *, is_staff: bool = False, may_sign_in: bool = True) -> User:
    password = accounts.password(email) if may_sign_in else None
    user = User.objects.create_user(email, password, display_name=name, is_staff=is_staff)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if is_staff:
        TOTP.activate(user, accounts.totp_secret(email))
    return user


def _birth_on(index: int) -> date:
    return date(1970 + index % 30, 1 + index % 12, 1 + index % 28)


def invented_card(index: int) -> str:
    """A number with a right check character under a place code that no authority has given out."""
    digits = f"199999{_birth_on(index):%Y%m%d}{index:03d}"
    return digits + check_character(digits)
