"""The API of verification: one certificate by number and name, its status by what its QR code or its credential bears."""

from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Field, Router, Schema

from certification.certificates.enums import EventType, Status
from certification.verification.api_examples import ANSWER, ASKED, REDACTED
from certification.verification.bulk import Asked, look_up_many, look_up_reference
from certification.verification.findings import (
    Answer,
    DayAhead,
    DayTooEarly,
    Finding,
    PrintedCertificate,
    moment_of,
)
from certification.verification.limits import TOKENS, TooManyRequests, count_visit
from certification.verification.services.visiting_programs import KeyWanted, look_up_for_visitor
from certification.verification.signals import answers_given
from certification.verification.views.visitors import address_of
from lms.api.callers import Caller, caller_of
from lms.api.enums import Scope
from lms.api.operations import operation
from lms.api.refusals import INVALID, NOT_THERE, TOO_LARGE, UNREADABLE

router = Router(tags=[gettext_noop("Verification")])

_DAY = gettext_noop("The answer for the end of that day, in Tianjin; without it, for now.")


class VerifyIn(Schema):
    model_config = {"extra": "forbid"}

    number: str = Field(
        max_length=80, description=gettext_noop("The number on the paper; spaces and hyphens do not matter.")
    )
    name: str = Field(min_length=1, max_length=60, description=gettext_noop("The holder’s name in full, as printed."))
    on: date | None = Field(None, description=_DAY)


class EventOut(Schema):
    type: EventType = Field(description=gettext_noop("What happened."))
    at: datetime = Field(description=gettext_noop("When it happened."))


class CertificateOut(Schema):
    id: str = Field(description=gettext_noop("The identifier that its credential bears."))
    number: str = Field(description=gettext_noop("The number, as printed."))
    issue: int = Field(description=gettext_noop("1, or the count of the reissue."))
    name: str = Field(description=gettext_noop("The name on it; redacted where the caller did not type it."))
    kind: str = Field(description=gettext_noop("A competency, T course, H hours, L lecturer or volunteer."))
    title: str = Field(description=gettext_noop("The title, as printed."))
    subject: str = Field(description=gettext_noop("The course or service, where there is one."))
    domain: str | None = Field(description=gettext_noop("The line of business, by its code."))
    level: str = Field(description=gettext_noop("L1 to L4, where there is one."))
    basis: str = Field(description=gettext_noop("The standard it rests on, as printed."))
    issuer: str = Field(description=gettext_noop("Who issued it."))
    issued_on: date = Field(description=gettext_noop("The day of issue."))
    valid_until: date | None = Field(description=gettext_noop("The last day, if it has one."))
    is_test: bool = Field(description=gettext_noop("Signed with test keys: proves nothing."))
    events: list[EventOut] = Field(description=gettext_noop("What has happened to it up to the moment of the answer."))


class AnswerOut(Schema):
    finding: Finding = Field(
        description=gettext_noop("“unknown” is the answer to an unknown number and to a wrong name alike.")
    )
    status: Status | None = Field(
        description=gettext_noop("What it is worth; null where nothing was found, or before it was issued.")
    )
    message: str = Field(description=gettext_noop("A sentence for people, in the language asked for."))
    as_of: datetime = Field(description=gettext_noop("The moment for which the answer holds."))
    certificate: CertificateOut | None = Field(description=gettext_noop("What is printed on it."))


def answer_out(answer: Answer, *, moment: datetime) -> AnswerOut:
    return AnswerOut(
        finding=answer.finding,
        status=answer.status,
        message=answer.message,
        as_of=moment,
        certificate=_printed(answer, answer.certificate, moment) if answer.certificate else None,
    )


def _printed(answer: Answer, certificate: PrintedCertificate, moment: datetime) -> CertificateOut:
    return CertificateOut(
        id=f"{settings.SITE_URL}{reverse('certificates:credential', args=[certificate.uuid])}",
        number=certificate.number,
        issue=certificate.issue,
        name=answer.name,
        kind=certificate.kind,
        title=certificate.title,
        subject=certificate.subject,
        domain=certificate.domain,
        level=certificate.level,
        basis=certificate.basis,
        issuer=certificate.issuer,
        issued_on=certificate.issued_on,
        valid_until=certificate.valid_until,
        is_test=certificate.is_test,
        events=[
            EventOut(type=EventType(event.type), at=event.at) for event in certificate.events if event.at <= moment
        ],
    )


@router.post(
    "/verify",
    response=AnswerOut,
    summary=gettext_noop("Verify a certificate"),
    description=gettext_noop("By what is printed on it. Without a key as often as on the page for people."),
    **operation(
        Scope.VERIFY,
        or_visitor=True,
        refuses=[UNREADABLE, TOO_LARGE, INVALID, DayAhead, DayTooEarly, TooManyRequests, KeyWanted],
        asks=ASKED,
        answers=ANSWER,
    ),
)
def verify(request: HttpRequest, asked: VerifyIn) -> AnswerOut:
    now = timezone.now()
    moment = moment_of(asked.on, now=now)
    caller = caller_of(request)
    if caller.key is None:
        answer = look_up_for_visitor(
            number=asked.number, name=asked.name, address=address_of(request), moment=moment, now=now
        )
    else:
        [answer] = look_up_many([Asked(asked.number, asked.name)], moment=moment)
    _tell(caller, [answer], moment, now)
    return answer_out(answer, moment=moment)


@router.get(
    "/certificates/{reference}/status",
    response=AnswerOut,
    summary=gettext_noop("Status of a certificate"),
    description=gettext_noop("By the token of its QR code or the UUID of its credential. The name is redacted."),
    **operation(
        Scope.STATUS,
        or_visitor=True,
        refuses=[NOT_THERE, INVALID, DayAhead, DayTooEarly, TooManyRequests],
        answers=REDACTED,
    ),
)
def certificate_status(request: HttpRequest, reference: str, on: date | None = None) -> AnswerOut:
    now = timezone.now()
    moment = moment_of(on, now=now)
    caller = caller_of(request)
    if caller.key is None:
        count_visit(TOKENS, address_of(request))
    answer = look_up_reference(reference, moment=moment)
    _tell(caller, [answer], moment, now)
    return answer_out(answer, moment=moment)


def _tell(caller: Caller, answers: list[Answer], moment: datetime, now: datetime) -> None:
    if caller.key is not None:
        answers_given.send(sender=Answer, key=caller.key, answers=answers, moment=moment, now=now)
