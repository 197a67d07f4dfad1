"""Marks and the decision made of them. Personal data: a candidate's performance, private to the person and authorized staff; kept with the register."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.marking.enums import Outcome, ResultState
from certification.papers.models import PaperItem
from certification.sittings.models import Attempt
from lms.accounts.models import Practitioner, User


class MarkingAssignmentQuerySet(models.QuerySet["MarkingAssignment"]):
    def visible_to(self, user: User) -> "MarkingAssignmentQuerySet":
        """A marker's own seats only: nobody sees what another marker gave."""
        return self.filter(marker=user)

    def without_conflict(self, user: User) -> "MarkingAssignmentQuerySet":
        """Not the marker's own attempt, nor one of a candidate with the same employer."""
        rows = self.exclude(attempt__registration__practitioner__user=user)
        person = Practitioner.objects.filter(user=user).first()
        if person is None or person.employer_id is None:
            return rows
        return rows.exclude(attempt__registration__practitioner__employer=person.employer_id)

    def open_to(self, user: User) -> "MarkingAssignmentQuerySet":
        """Of each answer that waits and that this marker may mark, the lowest free seat."""
        same_answer = MarkingAssignment.objects.filter(
            attempt=models.OuterRef("attempt"), paper_item=models.OuterRef("paper_item")
        )
        lower_free = same_answer.filter(marker=None, seat__lt=models.OuterRef("seat"))
        free = self.without_conflict(user).filter(marker=None)
        return free.filter(~models.Exists(same_answer.filter(marker=user)), ~models.Exists(lower_free))


class MarkingAssignment(models.Model):
    """A marker's share: one case answer of one attempt. ``seat`` 1 and 2 mark blind to each other; 3 settles a gap."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="assignments", verbose_name=_("attempt"))
    paper_item = models.ForeignKey(PaperItem, models.PROTECT, related_name="+", verbose_name=_("case"))
    seat = models.PositiveSmallIntegerField(_("seat"))
    marker = models.ForeignKey(User, models.PROTECT, null=True, related_name="assignments", verbose_name=_("marker"))

    objects = MarkingAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("marking assignment")
        verbose_name_plural = _("marking assignments")
        constraints = [
            models.UniqueConstraint(name="assignment_seat_once", fields=["attempt", "paper_item", "seat"]),
            models.UniqueConstraint(
                name="assignment_marker_once",
                fields=["attempt", "paper_item", "marker"],
                violation_error_message=_("This marker has this answer already."),
            ),
            models.CheckConstraint(name="assignment_seat_known", condition=models.Q(seat__in=(1, 2, 3))),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} #{self.paper_item_id} seat {self.seat}"


class Mark(models.Model):
    """One marker's points for one case answer, criterion by criterion; given once."""

    assignment = models.OneToOneField(
        MarkingAssignment, models.PROTECT, related_name="mark", verbose_name=_("assignment")
    )
    criteria = models.JSONField(_("points per criterion"), help_text=_("In the rubric's order."))
    points = models.DecimalField(_("points"), max_digits=4, decimal_places=1)
    comment = models.TextField(_("comment"), blank=True)
    marked_at = models.DateTimeField(_("marked"))

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = [models.CheckConstraint(name="mark_points_not_negative", condition=models.Q(points__gte=0))]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.points}"


class ResultQuerySet(models.QuerySet["Result"]):
    def visible_to(self, user: User) -> "ResultQuerySet":
        if user.has_perm("marking.view_result"):
            return self
        return self.filter(state=ResultState.RELEASED, attempt__registration__practitioner__user=user)


class Result(models.Model):
    """The decision on an attempt, proposed by the rules and released by a person."""

    attempt = models.OneToOneField(Attempt, models.PROTECT, related_name="result", verbose_name=_("attempt"))
    state = models.CharField(_("state"), max_length=10, choices=ResultState.choices)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    total_points = models.DecimalField(_("points"), max_digits=6, decimal_places=2)
    breakdown = models.JSONField(
        _("breakdown"), help_text=_("Points per part and each gate with what was needed and reached.")
    )
    pass_rule = models.JSONField(_("pass rule"), help_text=_("As it stood when the result was proposed."))
    proposed_at = models.DateTimeField(_("proposed"))
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    released_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("released by")
    )

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            models.CheckConstraint(
                name="result_release_whole",
                condition=models.Q(state=ResultState.PROPOSED, released_at=None, released_by=None)
                | models.Q(state=ResultState.RELEASED, released_at__isnull=False, released_by__isnull=False),
                violation_error_message=_("A released result names the person and the time."),
            )
        ]
        permissions = [("release_result", "Can release results")]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.outcome}"
