from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.certificates.enums import Kind


class NumberCounter(models.Model):
    """The last serial given out per kind and year; locked and advanced in the transaction that inserts the certificate."""

    kind = models.CharField(_("kind"), max_length=1, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    last_serial = models.PositiveIntegerField(_("last serial"), default=0)

    class Meta:
        verbose_name = _("number counter")
        verbose_name_plural = _("number counters")
        constraints = [models.UniqueConstraint(name="number_counter_once", fields=["kind", "year"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last_serial}"
