"""From a completed run to a certificate of completion: by itself where the run says so, or by the registrar."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.certificates.enums import Kind
from certification.certificates.models import Certificate, IssueRefusal
from certification.certificates.queries import standing
from certification.certificates.services.drafts import CertificateStands, issue_draft
from courses.enrollment.models import Enrollment
from courses.hours.models import HoursEntry
from courses.hours.services import book_course_hours
from courses.learning.enums import AttendanceState
from courses.learning.models import CourseCompletion
from lms.accounts.models import User
from lms.errors import DomainError


class CompletionTakenBack(DomainError):
    message = _("This completion was taken back because the attendance was corrected. Correct the attendance first.")


class NoHoursCounted(DomainError):
    message = _(
        "The ledger counts no hours for this completion, because the same course was counted before or the day’s limit was reached, "
        "so there is nothing to certify."
    )


@transaction.atomic
def issue_course_certificate(*, completion: CourseCompletion, issued_by: User | None, now: datetime) -> Certificate:
    """The certificate of this completion; asked again, the same one. ``issued_by`` is nobody where the run issues by itself."""
    # A further completion of the same place waits here, too.
    enrollment = (
        Enrollment.objects.select_for_update(of=("self",))
        .select_related("run__course__domain", "practitioner__user")
        .get(pk=completion.enrollment_id)
    )
    locked = CourseCompletion.objects.get(pk=completion.pk)
    existing = Certificate.objects.filter(completion=locked, issue=1).first()
    if existing is not None:
        return existing
    if locked.revoked_at is not None:
        raise CompletionTakenBack
    earlier = standing(Certificate.objects.filter(completion__enrollment=enrollment)).first()
    if earlier is not None:
        raise CertificateStands(earlier.number)
    # Booked by a listener of its own, which may not have had its turn; asked again, it gives the same entry.
    entry = book_course_hours(completion=locked, now=now)
    if not entry.hours:
        raise NoHoursCounted
    certificate = issue_draft(_draft(locked, enrollment, entry), issued_by=issued_by, now=now)
    IssueRefusal.objects.filter(completion=locked).delete()
    return certificate


def issue_for_completed_course(*, completion: CourseCompletion, now: datetime) -> Certificate | None:
    """What a completion sets off: a refusal is written down for the registrar and never undoes the completion."""
    if not completion.enrollment.run.issues_certificates:
        return None
    try:
        # A savepoint: what the refused issue had written is taken back alone.
        with transaction.atomic():
            return issue_course_certificate(completion=completion, issued_by=None, now=now)
    except DomainError as refusal:
        IssueRefusal.objects.update_or_create(
            completion=completion, defaults={"reason": str(refusal), "refused_at": now}
        )
        return None


def _draft(completion: CourseCompletion, enrollment: Enrollment, entry: HoursEntry) -> Certificate:
    run, course = enrollment.run, enrollment.run.course
    attended = enrollment.attendances.filter(state=AttendanceState.PRESENT).order_by("session__starts_at")
    first = attended.values_list("session__starts_at", flat=True)[:1].get()
    return Certificate(
        kind=Kind.COURSE,
        completion=completion,
        practitioner=enrollment.practitioner,
        domain=course.domain,
        level=course.level,
        subject=course.title_zh,
        subject_en=course.title_en,
        began_on=timezone.localdate(first),
        ended_on=entry.earned_on,
        hours=entry.hours,
        basis=f"{run.code} · 出勤 Attendance ≥ {run.required_attendance_percent}%",
    )
