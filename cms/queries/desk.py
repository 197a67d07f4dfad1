"""The association's work that waits, each kind with how much of it there is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.certificates.models import Renewal
from certification.certificates.queries import released_passes_without_certificate, revocations
from certification.credit.enums import RecordState
from certification.credit.models import CreditRecord
from certification.employers.enums import MemberState
from certification.employers.queries import members_in
from certification.items.enums import RevisionState
from certification.items.models import ItemRevision
from certification.marking.enums import ResultState
from certification.marking.models import MarkingAssignment, Result
from certification.sittings.enums import SittingState
from certification.sittings.models import Sitting
from courses.catalogue.enums import RunState
from courses.catalogue.models import CourseRun, CourseSession
from courses.enrollment.enums import EnrollmentState
from courses.enrollment.models import Enrollment
from lms.accounts.models import User
from lms.accounts.queries import licenses_waiting
from lms.audit.models import AuditEntry

_SOON = timedelta(days=14)
_LATELY = timedelta(days=7)
# A record that a person has to move on.
_MOVABLE = (RecordState.DRAFT, RecordState.NOTICED, RecordState.HEARD, RecordState.DECIDED)


@dataclass(frozen=True)
class Kind:
    permission: str
    label: Promise
    text: Promise
    route: str
    icon: str
    count: Callable[[User, datetime], int]
    # News is told, work is asked for.
    is_work: bool = True


@dataclass(frozen=True)
class DeskTask:
    kind: Kind
    count: int

    @property
    def url(self) -> str:
        return reverse(self.kind.route)

    @property
    def is_waiting(self) -> bool:
        return self.kind.is_work and self.count > 0


def desk_tasks(user: User, now: datetime) -> list[DeskTask]:
    """What this person may do; what waits comes first. One query each, whatever the numbers."""
    tasks = [DeskTask(kind, kind.count(user, now)) for kind in _KINDS if user.has_perm(kind.permission)]
    return sorted(tasks, key=lambda task: not task.is_waiting)


def _meetings_today(user: User, now: datetime) -> int:
    return CourseSession.objects.filter(run__state=RunState.PUBLISHED, starts_at__date=timezone.localdate(now)).count()


def _draft_runs(user: User, now: datetime) -> int:
    return CourseRun.objects.filter(state=RunState.DRAFT, ends_at__gt=now).count()


def _people_waiting(user: User, now: datetime) -> int:
    return Enrollment.objects.filter(
        state=EnrollmentState.WAITING, run__state=RunState.PUBLISHED, run__promotion_cutoff_at__gt=now
    ).count()


def _own_drafts(user: User, now: datetime) -> int:
    return ItemRevision.objects.filter(author=user, state=RevisionState.DRAFT).count()


def _items_to_review(user: User, now: datetime) -> int:
    return ItemRevision.objects.filter(state=RevisionState.IN_REVIEW).exclude(author=user).count()


def _sittings_soon(user: User, now: datetime) -> int:
    return Sitting.objects.filter(state=SittingState.PUBLISHED, opens_at__lt=now + _SOON, closes_at__gt=now).count()


def _answers_to_mark(user: User, now: datetime) -> int:
    free = MarkingAssignment.objects.open_to(user).count()
    return free + MarkingAssignment.objects.visible_to(user).filter(mark=None).count()


def _results_proposed(user: User, now: datetime) -> int:
    return Result.objects.filter(state=ResultState.PROPOSED).count()


def _passes_waiting(user: User, now: datetime) -> int:
    return released_passes_without_certificate().count()


def _revocations_proposed(user: User, now: datetime) -> int:
    return revocations().filter(decision="").exclude(proposed_by=user).count()


def _renewals_waiting(user: User, now: datetime) -> int:
    return Renewal.objects.filter(decision="").count()


def _employers_waiting(user: User, now: datetime) -> int:
    return members_in(MemberState.APPLIED).exclude(user=user).count()


def _licenses(user: User, now: datetime) -> int:
    return licenses_waiting().count()


def _records_to_move(user: User, now: datetime) -> int:
    return CreditRecord.objects.visible_to(user).filter(state__in=_MOVABLE).count()


def _entries_lately(user: User, now: datetime) -> int:
    return AuditEntry.objects.filter(at__gt=now - _LATELY).count()


_KINDS = (
    Kind(
        "learning.add_checkin",
        _("Meetings today"),
        _("Open the roster and check people in."),
        "learning:runs",
        "calendar",
        _meetings_today,
    ),
    Kind(
        "catalogue.change_courserun",
        _("Runs not published yet"),
        _("Nobody can enroll in them."),
        "learning:runs",
        "edit",
        _draft_runs,
    ),
    Kind(
        "enrollment.view_enrollment",
        _("People on waiting lists"),
        _("They move up when a seat becomes free; a further run may help."),
        "learning:runs",
        "people",
        _people_waiting,
        is_work=False,
    ),
    Kind(
        "items.change_itemrevision",
        _("Your items in draft"),
        _("Finish them and hand them in for review."),
        "item-bank:index",
        "edit",
        _own_drafts,
    ),
    Kind(
        "items.add_itemreview",
        _("Items to review"),
        _("Written by others; nobody reviews an item of their own."),
        "item-bank:index",
        "list",
        _items_to_review,
    ),
    Kind(
        "sittings.view_sitting",
        _("Sittings in the next two weeks"),
        _("Announced and open ones."),
        "exam_sittings:index",
        "clock",
        _sittings_soon,
        is_work=False,
    ),
    Kind(
        "marking.add_mark",
        _("Answers to mark"),
        _("Cases that wait for you or for any marker."),
        "marking:desk",
        "edit",
        _answers_to_mark,
    ),
    Kind(
        "marking.release_result",
        _("Results to release"),
        _("Proposed by the rules; a person decides."),
        "marking:results",
        "check-circle",
        _results_proposed,
    ),
    Kind(
        "certificates.issue_certificate",
        _("Passes without a certificate"),
        _("Issuing was refused; the reason stands beside each."),
        "certificates:desk",
        "certificate",
        _passes_waiting,
    ),
    Kind(
        "certificates.revoke_certificate",
        _("Revocations to decide"),
        _("Proposed by a colleague; a second person confirms or declines."),
        "certificates:revocations",
        "shield",
        _revocations_proposed,
    ),
    Kind(
        "certificates.issue_certificate",
        _("Renewals to decide"),
        _("Applied for by holders; the conditions are checked already."),
        "certificates:renewals",
        "calendar",
        _renewals_waiting,
    ),
    Kind(
        "employers.decide_employermember",
        _("Employers who apply"),
        _("Compare the employer with the business register; then let them check, or say why not."),
        "employers:desk",
        "building",
        _employers_waiting,
    ),
    Kind(
        "accounts.verify_license",
        _("Licenses to verify"),
        _("Compare each number with the official register."),
        "accounts:licenses",
        "shield",
        _licenses,
    ),
    Kind(
        "credit.view_creditrecord",
        _("Credit records under way"),
        _("To be noticed, heard, decided or served."),
        "credit:records",
        "flag",
        _records_to_move,
    ),
    Kind(
        "audit.view_auditentry",
        _("Audit entries of the last seven days"),
        _("Who decided what, and when."),
        "audit_entries:index",
        "lock",
        _entries_lately,
        is_work=False,
    ),
)
