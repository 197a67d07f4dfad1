"""Certificates of courses, of hours and of lecturers and volunteers, issued in batches and one by one."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from certification.certificates.enums import ContributionRole, Kind, Language, Layout
from certification.certificates.models import CertificateTemplate, Contribution
from certification.certificates.queries import template_in_force
from certification.certificates.services import (
    create_issue_batch,
    issue_batch,
    issue_lecturer_certificate,
    publish_template,
    record_contribution,
)
from courses.catalogue.models import CourseSession
from courses.learning.models import CourseCompletion
from lms.accounts.models import Practitioner, User
from lms.demo.moments import TIANJIN, moment, year_of_renewals

# A run that is long over, and how many of those who completed it have their certificate; the rest wait for a further batch.
CERTIFIED_RUN, _CERTIFIED = "ethics-basics-1", 8
LECTURER = "高示范"


def publish_templates(*, registrar: User, now: datetime) -> None:
    """Two further versions, so that every layout and language has an example: the first ones are framed and bilingual."""
    _publish(Kind.COURSE, Layout.COLUMN, Language.BILINGUAL, registrar, moment(-88, "16:00", now=now))
    _publish(Kind.LECTURER, Layout.COLUMN, Language.ENGLISH, registrar, moment(-87, "16:00", now=now))


def _publish(kind: Kind, layout: Layout, language: Language, author: User, now: datetime) -> None:
    draft = template_in_force(kind)
    if draft is None:
        raise CertificateTemplate.DoesNotExist(kind)
    draft.pk = None
    draft.layout, draft.language = layout, language
    draft.signatory_name, draft.signatory_post = "丁示签", "会长（演示）"
    draft.signatory_post_en = "President (demonstration)"
    publish_template(draft=draft, author=author, now=now, accepts_doubtful_words=True)


def issue_other_kinds(*, registrar: User, people: list[Practitioner], now: datetime) -> None:
    completions = CourseCompletion.objects.filter(enrollment__run__code=CERTIFIED_RUN, revoked_at=None).order_by("pk")
    chosen = list(completions.values_list("pk", flat=True)[:_CERTIFIED])
    _issue_together(Kind.COURSE, None, chosen, registrar, moment(-80, "10:00", now=now))
    _issue_for_hours(registrar, now)
    _certify_contributions(registrar, people, now)


def _issue_for_hours(registrar: User, now: datetime) -> None:
    year = year_of_renewals(now=now) - 1
    trained = CourseCompletion.objects.filter(
        enrollment__run__course__code__startswith="annual-training", hours_entries__year=year, revoked_at=None
    ).order_by("pk")
    chosen = list(trained.values_list("enrollment__practitioner", flat=True))
    _issue_together(Kind.HOURS, year, chosen, registrar, moment(-7, "10:00", now=now))


def _issue_together(kind: Kind, year: int | None, chosen: list[int], registrar: User, now: datetime) -> None:
    batch = create_issue_batch(key=uuid4(), kind=kind, year=year, chosen=chosen, created_by=registrar, now=now)
    issue_batch(batch_id=batch.pk, now=now + timedelta(minutes=1))


def _certify_contributions(registrar: User, people: list[Practitioner], now: datetime) -> None:
    """A lecturer and a volunteer have their certificate; another volunteer's waits to be issued."""
    taught = CourseSession.objects.filter(speakers__name=LECTURER, ends_at__lt=now).order_by("starts_at", "pk").last()
    lecturer = next(person for person in people if person.name == LECTURER)
    if taught is None:
        raise CourseSession.DoesNotExist(LECTURER)
    on = taught.starts_at.astimezone(TIANJIN).date()
    lecture = record_contribution(
        practitioner=lecturer,
        role=ContributionRole.LECTURER,
        subject="年度研修义务讲堂：一份好案卷的样子",
        subject_en="Annual training, public lecture: what a good file looks like",
        began_on=on,
        ended_on=on,
        hours=Decimal(8),
        evidence="年度研修授课安排（演示）",
        sessions=[taught],
        recorded_by=registrar,
        now=moment(-9, "14:00", now=now),
    )
    issue_lecturer_certificate(contribution=lecture, issued_by=registrar, now=moment(-9, "14:30", now=now))
    clinic = _volunteer(people[2], ("小微企业知识产权义诊", "IP clinic for small firms"), registrar, now)
    issue_lecturer_certificate(contribution=clinic, issued_by=registrar, now=moment(-8, "10:00", now=now))
    _volunteer(people[5], ("高校知识产权宣传周", "IP week at a college"), registrar, now)


def _volunteer(person: Practitioner, subject: tuple[str, str], registrar: User, now: datetime) -> Contribution:
    """Two days' work, by its name in both languages."""
    return record_contribution(
        practitioner=person,
        role=ContributionRole.VOLUNTEER,
        subject=subject[0],
        subject_en=subject[1],
        began_on=moment(-26, "09:00", now=now).date(),
        ended_on=moment(-25, "09:00", now=now).date(),
        hours=Decimal("12.5"),
        evidence="志愿服务签到表（演示）",
        recorded_by=registrar,
        now=moment(-8, "09:30", now=now),
    )
