import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.sittings.enums import AttemptState
from certification.sittings.models.registration import Registration
from certification.sittings.timing import GRACE
from lms.accounts.models import User


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def visible_to(self, user: User) -> "AttemptQuerySet":
        """The candidate's own only: staff read attempts through marking, which hides whose they are."""
        return self.filter(registration__practitioner__user=user)

    def open_at(self, now: datetime) -> "AttemptQuerySet":
        """What ``rules.is_open`` says, for a query."""
        return self.filter(state=AttemptState.OPEN, deadline_at__gt=now)

    def due(self, now: datetime) -> "AttemptQuerySet":
        """Past the deadline and past the last save that counts, not recorded as ended yet."""
        return self.filter(state=AttemptState.OPEN, deadline_at__lt=now - GRACE)


class Attempt(models.Model):
    """One go. Personal data: a candidate's performance; kept with the result."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="attempts", verbose_name=_("registration")
    )
    state = models.CharField(_("state"), max_length=10, choices=AttemptState.choices, default=AttemptState.OPEN)
    started_at = models.DateTimeField(_("started"))
    deadline_at = models.DateTimeField(_("deadline"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(
                name="attempt_one_open",
                fields=["registration"],
                condition=models.Q(state=AttemptState.OPEN),
                violation_error_message=_("An attempt is open already; continue it."),
            ),
            models.CheckConstraint(
                name="attempt_deadline_after_start", condition=models.Q(deadline_at__gt=models.F("started_at"))
            ),
            models.CheckConstraint(
                name="attempt_end_recorded",
                condition=models.Q(state=AttemptState.OPEN, ended_at=None)
                | ~models.Q(state=AttemptState.OPEN) & models.Q(ended_at__isnull=False),
                violation_error_message=_("An attempt that has ended says when."),
            ),
        ]
        indexes = [
            models.Index(fields=["deadline_at"], name="attempt_due", condition=models.Q(state=AttemptState.OPEN))
        ]

    def __str__(self) -> str:
        return str(self.pk)


class AnswerQuerySet(models.QuerySet["Answer"]):
    def counting(self) -> "AnswerQuerySet":
        """Of each position the answer with the highest sequence."""
        later = Answer.objects.filter(
            attempt=models.OuterRef("attempt"),
            position=models.OuterRef("position"),
            sequence__gt=models.OuterRef("sequence"),
        )
        return self.filter(~models.Exists(later))


class Answer(models.Model):
    """One save of one answer; only ever added. The one that counts has the highest sequence of its position."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="answers", verbose_name=_("attempt"))
    position = models.PositiveSmallIntegerField(_("position"))
    sequence = models.PositiveIntegerField(_("sequence"))
    value = models.JSONField(_("value"), help_text=_("{choices: [keys]} or {text: words}."))
    received_at = models.DateTimeField(_("received"))

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint(name="answer_once", fields=["attempt", "position", "sequence"])]

    def __str__(self) -> str:
        return f"{self.attempt_id} #{self.position}.{self.sequence}"
