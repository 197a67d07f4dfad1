"""The item bank. An item is an identity; its text is an immutable revision. No personal data but who wrote and reviewed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.items.enums import CognitiveLevel, ItemType, RevisionState, Verdict
from lms.accounts.models import User
from lms.competency.enums import Level
from lms.competency.models import Element


class Item(models.Model):
    code = models.SlugField(_("code"), max_length=30, unique=True)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")

    def __str__(self) -> str:
        return self.code


class ItemRevision(models.Model):
    """One version of an item. All but ``state`` is fixed once written; a change of text is a further revision."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="revisions", verbose_name=_("item"))
    number = models.PositiveSmallIntegerField(_("revision"))
    state = models.CharField(_("state"), max_length=10, choices=RevisionState.choices, default=RevisionState.DRAFT)
    element = models.ForeignKey(Element, models.PROTECT, related_name="+", verbose_name=_("element"))
    level = models.CharField(_("level"), max_length=2, choices=Level.choices)
    cognitive_level = models.CharField(_("cognitive level"), max_length=10, choices=CognitiveLevel.choices)
    type = models.CharField(_("type"), max_length=10, choices=ItemType.choices)
    stem = models.TextField(_("stem"))
    options = models.JSONField(_("options"), default=list, help_text=_("A list of {key, text}; empty for a case."))
    answer = models.JSONField(_("key"), default=list, help_text=_("The keys of the right options; empty for a case."))
    rationale = models.TextField(_("rationale"))
    reference = models.TextField(_("legal reference"))
    effective_from = models.DateField(_("reference in force from"))
    effective_until = models.DateField(_("reference in force until"), null=True, blank=True)
    max_points = models.PositiveSmallIntegerField(_("points of a case"), null=True, blank=True)
    rubric = models.JSONField(_("rubric"), default=list, blank=True, help_text=_("A list of {criterion, points}."))
    note = models.TextField(_("note"), blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("author"))
    created_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("item revision")
        verbose_name_plural = _("item revisions")
        constraints = [
            models.UniqueConstraint(name="item_revision_number_once", fields=["item", "number"]),
            models.UniqueConstraint(
                name="item_one_approved_revision",
                fields=["item"],
                condition=models.Q(state=RevisionState.APPROVED),
                violation_error_message=_("An item has one approved revision; retire the other first."),
            ),
            models.CheckConstraint(
                name="item_case_has_rubric",
                condition=~models.Q(type=ItemType.ESSAY) | models.Q(max_points__gt=0),
                violation_error_message=_("A case needs its points and a rubric."),
            ),
            models.CheckConstraint(
                name="item_reference_range_ordered",
                condition=models.Q(effective_until=None) | models.Q(effective_until__gt=models.F("effective_from")),
                violation_error_message=_("The reference ends after it begins to be in force."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}.{self.number}"


class ItemReview(models.Model):
    """A reviewer's verdict on a revision; never by its author."""

    revision = models.ForeignKey(ItemRevision, models.PROTECT, related_name="reviews", verbose_name=_("revision"))
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("reviewer"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("item review")
        verbose_name_plural = _("item reviews")
        constraints = [
            models.UniqueConstraint(
                name="item_review_once",
                fields=["revision", "reviewer"],
                violation_error_message=_("This reviewer has judged this revision already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.verdict}"
