"""Who decided what, when: entries are only ever added, and sealed into a hash chain right after their transaction.

Entry and seal are two rows because a chain has one head: taking its lock inside every deciding transaction would make
them wait for each other and deadlock. Personal data: the actor, and the identifiers that a decision is about; kept as long as the register.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AuditEntry(models.Model):
    at = models.DateTimeField(_("time"))
    action = models.CharField(
        _("action"), max_length=80, help_text=_("app.verb_noun, such as certificates.issue_certificate")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("actor")
    )
    subject_type = models.CharField(_("kind of subject"), max_length=80)
    subject_id = models.CharField(pgettext_lazy("of an audit entry", "subject"), max_length=64)
    detail = models.JSONField(_("detail"), default=dict)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="audit_entry_subject")]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_type} {self.subject_id}"


class AuditSeal(models.Model):
    """One link of the chain: SHA-256 over the previous link's hash and the canonical JSON of the entry."""

    sequence = models.PositiveBigIntegerField(_("sequence"), primary_key=True)
    entry = models.OneToOneField(AuditEntry, models.PROTECT, related_name="seal", verbose_name=_("entry"))
    previous_hash = models.CharField(_("previous hash"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("audit seal")
        verbose_name_plural = _("audit seals")
        constraints = [
            models.UniqueConstraint(name="audit_seal_hash_once", fields=["hash"]),
            # Two links can never follow the same one: a fork of the chain fails on insert.
            models.UniqueConstraint(name="audit_seal_previous_once", fields=["previous_hash"]),
        ]

    def __str__(self) -> str:
        return f"#{self.sequence} {self.hash[:12]}"
