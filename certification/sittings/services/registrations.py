"""A place in a sitting: taken under the sitting's lock, given back before it opens."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.sittings import retakes, rules
from certification.sittings.enums import RegistrationState
from certification.sittings.models import Attempt, Registration, Sitting
from certification.sittings.queries import Admission, admission_to, seats_taken
from lms.accounts.models import Practitioner, User
from lms.audit.services import record_entry
from lms.errors import DomainError
from lms.languages import pick_language_lazy
from lms.notifications.services import notify


class SittingNotOffered(DomainError):
    message = gettext_lazy("This sitting does not take place. Choose another one.")


class RegistrationNotOpen(DomainError):
    message = gettext_lazy("Registration for this sitting has not opened yet. Come back on the day it opens.")


class RegistrationClosed(DomainError):
    message = gettext_lazy("Registration for this sitting has closed. Choose a later sitting.")


class SittingFull(DomainError):
    message = gettext_lazy("Every seat of this sitting is taken. Choose another sitting.")


class LicenseMissing(DomainError):
    message = gettext_lazy(
        "This assessment needs a verified patent-agent license. Enter its number in your details; the association checks it."
    )


class PrerequisiteMissing(DomainError):
    message = gettext_lazy("Another certificate is needed first.")


class RetakeTooSoon(DomainError):
    message = gettext_lazy("You sat this assessment too recently.")


class YearIsFull(DomainError):
    message = gettext_lazy("You have used your attempts of this year for this assessment. Choose a sitting next year.")


class CancelTooLate(DomainError):
    message = gettext_lazy(
        "The sitting has opened, so the registration stands. If you cannot come, tell the association."
    )


class ExtraTimeTooLate(DomainError):
    message = gettext_lazy("The attempt has started; its time is fixed.")


@transaction.atomic
def register(*, sitting: Sitting, practitioner: Practitioner, now: datetime, actor: User) -> Registration:
    """Gives a seat, or the one already held; refuses with the first thing that stands in the way."""
    locked = Sitting.objects.select_for_update(of=("self",)).select_related("assessment").get(pk=sitting.pk)
    # The second lock makes two sittings of one assessment count each other for the retake rule.
    person = Practitioner.objects.select_for_update(of=("self",), no_key=True).get(pk=practitioner.pk)
    registration = Registration.objects.filter(sitting=locked, practitioner=person).first()
    if registration is not None and registration.state == RegistrationState.REGISTERED:
        return registration
    _check_window(locked, now)
    _check_admission(admission_to(practitioner=person, sitting=locked, now=now), locked)
    if seats_taken(locked) >= locked.capacity:
        raise SittingFull
    if registration is None:
        registration = Registration(sitting=locked, practitioner=person)
    registration.state = RegistrationState.REGISTERED
    registration.registered_at = now
    registration.save()
    record_entry(
        action="sittings.register_candidate",
        subject=registration,
        actor=actor,
        now=now,
        detail={"sitting": locked.code},
    )
    _confirm(registration, locked, now)
    return registration


@transaction.atomic
def cancel_registration(*, registration: Registration, actor: User, now: datetime) -> Registration:
    """Gives the seat back; a second click changes nothing."""
    locked = _locked(registration)
    if locked.state == RegistrationState.CANCELLED:
        return locked
    if not rules.may_cancel(locked.sitting, now) or Attempt.objects.filter(registration=locked).exists():
        raise CancelTooLate
    locked.state = RegistrationState.CANCELLED
    locked.save(update_fields=["state"])
    record_entry(action="sittings.cancel_registration", subject=locked, actor=actor, now=now)
    return locked


@transaction.atomic
def grant_extra_time(*, registration: Registration, factor: Decimal, actor: User, now: datetime) -> Registration:
    """More time for a candidate who needs it, before the attempt starts."""
    locked = _locked(registration)
    if locked.extra_time == factor:
        return locked
    if Attempt.objects.filter(registration=locked).exists():
        raise ExtraTimeTooLate
    before, locked.extra_time = locked.extra_time, factor
    locked.full_clean(exclude=["sitting", "practitioner"])
    locked.save(update_fields=["extra_time"])
    detail: dict[str, object] = {"before": str(before), "after": str(factor)}
    record_entry(action="sittings.grant_extra_time", subject=locked, actor=actor, now=now, detail=detail)
    return locked


def _locked(registration: Registration) -> Registration:
    rows = Registration.objects.select_for_update(of=("self",)).select_related("sitting", "practitioner")
    return rows.get(pk=registration.pk)


def _check_window(sitting: Sitting, now: datetime) -> None:
    if not sitting.is_published:
        raise SittingNotOffered
    if now < sitting.registration_opens_at:
        raise RegistrationNotOpen
    if not rules.takes_registrations(sitting, now):
        raise RegistrationClosed


def _check_admission(admission: Admission, sitting: Sitting) -> None:
    assessment, on = sitting.assessment, timezone.localdate(sitting.opens_at)
    if admission.license_missing:
        raise LicenseMissing
    if admission.missing:
        titles = "、".join(other.title for other in admission.missing)
        raise PrerequisiteMissing(
            _("You need a valid certificate of %(titles)s first. Register for that assessment.") % {"titles": titles}
        )
    if first := retakes.too_soon_until(goes=admission.goes, on=on, days=assessment.retake_days):
        raise RetakeTooSoon(_too_soon(first, assessment.retake_days))
    if retakes.year_is_full(goes=admission.goes, on=on, per_year=assessment.attempts_per_year):
        raise YearIsFull


def _too_soon(first: date, days: int) -> str:
    return _(
        "Between two attempts at one assessment lie at least %(days)s days. Choose a sitting on or after %(date)s."
    ) % {
        "days": days,
        "date": date_format(first, "DATE_FORMAT"),
    }


def _confirm(registration: Registration, sitting: Sitting, now: datetime) -> None:
    title = pick_language_lazy(sitting.assessment.title_zh, sitting.assessment.title_en)
    notify(
        recipient=registration.practitioner.user,
        key=f"registration:{registration.pk}:{now:%Y%m%d%H%M%S}",
        subject=format_lazy(gettext_lazy("Registered: {title}"), title=title),
        body=_body(sitting),
        path=reverse("sittings:start", args=[sitting.code]),
        now=now,
    )


def _body(sitting: Sitting) -> Promise | str:
    text = gettext_lazy(
        "Your seat in the sitting {code} is reserved. It opens at {opens} in {place} and closes at {closes}."
    )
    opens, closes = (f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" for moment in (sitting.opens_at, sitting.closes_at))
    return format_lazy(text, code=sitting.code, opens=opens, closes=closes, place=sitting.place)
