"""The association's competency framework: what its courses, items, assessments and certificates are about. No personal data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.competency.enums import Level
from lms.languages import pick_language


class Named(models.Model):
    """A name in the two languages of the site."""

    name_zh = models.CharField(_("name (Chinese)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return pick_language(self.name_zh, self.name_en)


class Domain(Named):
    """A line of business, such as PAT 专利代理."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)

    class Meta:
        verbose_name = _("domain")
        verbose_name_plural = _("domains")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Element(Named):
    """A part of a domain that can be taught and tested, such as PAT.02."""

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="elements", verbose_name=_("domain"))
    level = models.CharField(_("first required at"), max_length=2, choices=Level.choices)

    class Meta:
        verbose_name = _("element")
        verbose_name_plural = _("elements")
        constraints = [models.CheckConstraint(name="element_level_known", condition=models.Q(level__in=Level.values))]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class IndustryChain(Named):
    """A key industry chain (重点产业链) of the city, a second taxonomy for courses and people."""

    code = models.SlugField(_("code"), primary_key=True)

    class Meta:
        verbose_name = _("industry chain")
        verbose_name_plural = _("industry chains")

    def __str__(self) -> str:
        return self.name
