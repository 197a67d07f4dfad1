"""The item bank. An item is an identity; its text is an immutable revision. No personal data but who wrote and reviewed."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.items.content import ItemContent
from certification.items.enums import CognitiveLevel, ItemType, RevisionState, Verdict
from certification.items.rules import can_read_items
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


class ItemRevisionQuerySet(models.QuerySet["ItemRevision"]):
    def visible_to(self, user: User | AnonymousUser) -> "ItemRevisionQuerySet":
        return self.all() if can_read_items(user) else self.none()

    def approved(self) -> "ItemRevisionQuerySet":
        return self.filter(state=RevisionState.APPROVED)

    def in_force_on(self, day: date) -> "ItemRevisionQuerySet":
        """The first and the last day of a reference belong to it."""
        return self.filter(models.Q(effective_until=None) | models.Q(effective_until__gte=day), effective_from__lte=day)

    def not_in_force_on(self, day: date) -> "ItemRevisionQuerySet":
        return self.filter(models.Q(effective_from__gt=day) | models.Q(effective_until__lt=day))


class ItemRevision(models.Model):
    """One version of an item; a change of text is a further revision. A trigger of the database fixes all but ``state``."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="revisions", verbose_name=_("item"))
    number = models.PositiveSmallIntegerField(_("revision"))
    state = models.CharField(_("state"), max_length=10, choices=RevisionState.choices, default=RevisionState.DRAFT)
    element = models.ForeignKey(Element, models.PROTECT, related_name="+", verbose_name=_("element"))
    level = models.CharField(_("level"), max_length=2, choices=Level.choices)
    cognitive_level = models.CharField(_("cognitive level"), max_length=10, choices=CognitiveLevel.choices)
    type = models.CharField(_("type"), max_length=10, choices=ItemType.choices)
    stem = models.TextField(_("stem"))
    options = models.JSONField(_("options"), default=list, help_text=_("A list of {key, text}; empty for a case."))
    answer = models.JSONField(
        pgettext_lazy("of an item", "key"),
        default=list,
        help_text=_("The keys of the right options; empty for a case."),
    )
    rationale = models.TextField(_("rationale"))
    reference = models.TextField(_("legal reference"))
    effective_from = models.DateField(_("reference in force from"))
    effective_until = models.DateField(_("reference in force until"), null=True, blank=True)
    max_points = models.PositiveSmallIntegerField(_("points of a case"), null=True, blank=True)
    rubric = models.JSONField(_("rubric"), default=list, blank=True, help_text=_("A list of {criterion, points}."))
    note = models.TextField(_("note"), blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("author"))
    created_at = models.DateTimeField(_("written"))

    objects = ItemRevisionQuerySet.as_manager()

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
                name="item_revision_words_known",
                condition=models.Q(
                    state__in=RevisionState.values,
                    level__in=Level.values,
                    cognitive_level__in=CognitiveLevel.values,
                    type__in=ItemType.values,
                ),
                violation_error_message=_("The state, level, cognitive level or type is unknown."),
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

    @property
    def content(self) -> ItemContent:
        return ItemContent(
            element=self.element_id,
            level=self.level,
            cognitive_level=self.cognitive_level,
            type=self.type,
            stem=self.stem,
            options=tuple(self.options),
            answer=tuple(self.answer),
            rationale=self.rationale,
            reference=self.reference,
            effective_from=self.effective_from,
            effective_until=self.effective_until,
            max_points=self.max_points,
            rubric=tuple(self.rubric),
            note=self.note,
        )


class ItemReview(models.Model):
    """A reviewer's verdict on a revision; never by its author."""

    revision = models.ForeignKey(ItemRevision, models.PROTECT, related_name="reviews", verbose_name=_("revision"))
    # Kept beside the reviewer, so that the database itself can hold the two apart.
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("author"))
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
            ),
            models.CheckConstraint(
                name="item_review_by_another_person",
                condition=~models.Q(reviewer=models.F("author")),
                violation_error_message=_("Nobody reviews an item of their own."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.verdict}"


class ImportCheck(models.Model):
    """A file that was read and found good, kept for its writer until they import it or let it lapse."""

    author = models.OneToOneField(User, models.CASCADE, related_name="+", verbose_name=_("author"))
    file_name = models.CharField(_("file"), max_length=100)
    digest = models.CharField(_("digest"), max_length=64, help_text=_("SHA-256 of what was shown to be imported."))
    rows = models.JSONField(_("rows"), help_text=_("As in a JSON file; emptied once they are imported."))
    checked_at = models.DateTimeField(_("checked"))
    imported_at = models.DateTimeField(_("imported"), null=True, blank=True)
    created = models.PositiveSmallIntegerField(_("new items"))
    revised = models.PositiveSmallIntegerField(_("further revisions"))
    unchanged = models.PositiveSmallIntegerField(_("unchanged items"))

    class Meta:
        verbose_name = _("checked import")
        verbose_name_plural = _("checked imports")
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name
