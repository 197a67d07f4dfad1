"""Blueprints and the papers assembled from them. No personal data but who froze a paper."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.items.enums import CognitiveLevel, ItemType
from certification.items.models import ItemRevision
from certification.papers.enums import MultipleScoring
from lms.accounts.models import User
from lms.competency.enums import Level
from lms.competency.models import Domain, Element
from lms.languages import pick_language


class Titled(models.Model):
    """A title in the two languages of the site."""

    title_zh = models.CharField(_("title (Chinese)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=160)

    class Meta:
        abstract = True

    @property
    def title(self) -> str:
        return pick_language(self.title_zh, self.title_en)


class Blueprint(Titled):
    """What a paper must hold: areas × cognitive levels, and how many items of each type at how many points.

    Replaced by a further version, never edited once used.
    """

    code = models.SlugField(_("code"), max_length=30)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+", verbose_name=_("domain"))
    level = models.CharField(_("level"), max_length=2, choices=Level.choices)

    class Meta:
        verbose_name = _("blueprint")
        verbose_name_plural = _("blueprints")
        constraints = [
            models.UniqueConstraint(
                name="blueprint_version_once",
                fields=["code", "version"],
                violation_error_message=_("This version of the blueprint exists."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class BlueprintArea(Titled):
    """A row of the blueprint: a set of elements, with a count per cognitive level."""

    blueprint = models.ForeignKey(Blueprint, models.PROTECT, related_name="areas", verbose_name=_("blueprint"))
    code = models.CharField(_("code"), max_length=2)
    elements = models.ManyToManyField(Element, related_name="+", verbose_name=_("elements"))

    class Meta:
        verbose_name = _("blueprint area")
        verbose_name_plural = _("blueprint areas")
        constraints = [
            models.UniqueConstraint(
                name="blueprint_area_once",
                fields=["blueprint", "code"],
                violation_error_message=_("A blueprint has one area of each code."),
            )
        ]

    def __str__(self) -> str:
        return self.code


class BlueprintCell(models.Model):
    area = models.ForeignKey(BlueprintArea, models.PROTECT, related_name="cells", verbose_name=_("area"))
    cognitive_level = models.CharField(_("cognitive level"), max_length=10, choices=CognitiveLevel.choices)
    count = models.PositiveSmallIntegerField(_("items"))

    class Meta:
        verbose_name = _("blueprint cell")
        verbose_name_plural = _("blueprint cells")
        constraints = [
            models.UniqueConstraint(
                name="blueprint_cell_once",
                fields=["area", "cognitive_level"],
                violation_error_message=_("An area has one cell per cognitive level."),
            ),
            models.CheckConstraint(
                name="blueprint_cell_level_known",
                condition=models.Q(cognitive_level__in=CognitiveLevel.values),
                violation_error_message=_("The cognitive level is unknown."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.cognitive_level} × {self.count}"


class BlueprintSection(models.Model):
    """How many items of a type, at how many points each. A case's points come from here too and must equal its rubric's."""

    blueprint = models.ForeignKey(Blueprint, models.PROTECT, related_name="sections", verbose_name=_("blueprint"))
    position = models.PositiveSmallIntegerField(_("position"))
    type = models.CharField(_("type"), max_length=10, choices=ItemType.choices)
    count = models.PositiveSmallIntegerField(_("items"))
    points = models.DecimalField(_("points each"), max_digits=4, decimal_places=1)

    class Meta:
        verbose_name = _("blueprint section")
        verbose_name_plural = _("blueprint sections")
        constraints = [
            models.UniqueConstraint(
                name="blueprint_section_once",
                fields=["blueprint", "type"],
                violation_error_message=_("A blueprint has one section of each type."),
            ),
            models.CheckConstraint(
                name="blueprint_section_counts",
                condition=models.Q(count__gt=0, points__gt=0, type__in=ItemType.values),
                violation_error_message=_("A section has items of a known type, and each is worth points."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.count} × {self.points}"


class Paper(models.Model):
    """A frozen set of revisions in an order; ``hash`` covers ids, order, option order and points. Never edited."""

    blueprint = models.ForeignKey(Blueprint, models.PROTECT, related_name="papers", verbose_name=_("blueprint"))
    code = models.SlugField(_("code"), max_length=40, unique=True)
    exam_on = models.DateField(_("exam date"), help_text=_("Every legal reference is in force on this day."))
    seed = models.BigIntegerField(_("seed"))
    multiple_scoring = models.CharField(
        _("scoring of multiple answers"),
        max_length=10,
        choices=MultipleScoring.choices,
        default=MultipleScoring.EXACT,
    )
    hash = models.CharField(_("hash"), max_length=64)
    frozen_at = models.DateTimeField(_("frozen"))
    frozen_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("frozen by"))

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        constraints = [
            models.CheckConstraint(
                name="paper_scoring_known",
                condition=models.Q(multiple_scoring__in=MultipleScoring.values),
                violation_error_message=_("The scoring of multiple answers is unknown."),
            )
        ]

    def __str__(self) -> str:
        return self.code


class PaperItem(models.Model):
    """A place in a paper, counted from 1."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="items", verbose_name=_("paper"))
    position = models.PositiveSmallIntegerField(_("position"))
    revision = models.ForeignKey(ItemRevision, models.PROTECT, related_name="+", verbose_name=_("revision"))
    area = models.ForeignKey(
        BlueprintArea,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("area"),
        help_text=_("Empty for a case."),
    )
    option_order = models.JSONField(_("order of the options"), default=list)
    points = models.DecimalField(_("points"), max_digits=4, decimal_places=1)

    class Meta:
        verbose_name = _("paper item")
        verbose_name_plural = _("paper items")
        constraints = [
            models.UniqueConstraint(
                name="paper_position_once",
                fields=["paper", "position"],
                violation_error_message=_("This place in the paper is taken."),
            ),
            models.UniqueConstraint(
                name="paper_revision_once",
                fields=["paper", "revision"],
                violation_error_message=_("A paper asks an item once."),
            ),
            models.CheckConstraint(
                name="paper_item_points_positive",
                condition=models.Q(points__gt=0),
                violation_error_message=_("An item in a paper is worth points."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} #{self.position}"
