"""Messages to people: in the site and by mail, each sent once.

Personal data: the recipient and what a decision said to them; kept for the recipient, deleted with the account's erasure.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.languages import pick_language


class Message(models.Model):
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages", verbose_name=_("recipient")
    )
    key = models.CharField(
        _("key"), max_length=120, help_text=_("What the message is about; the same key is never sent twice.")
    )
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    # Empty where the words are the same.
    subject_en = models.CharField(_("subject in English"), max_length=200, blank=True)
    body_en = models.TextField(_("text in English"), blank=True)
    path = models.CharField(_("where it leads"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created"))
    claimed_at = models.DateTimeField(_("taken by a worker"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("mailed"), null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(
                name="message_once",
                fields=["recipient", "key"],
                violation_error_message=_("This person has this message already."),
            )
        ]
        indexes = [
            models.Index(fields=["created_at"], name="message_waiting", condition=models.Q(sent_at=None)),
        ]

    def __str__(self) -> str:
        return pick_language(self.subject, self.subject_en)

    @property
    def text(self) -> str:
        """In the reader's language."""
        return pick_language(self.body, self.body_en)
