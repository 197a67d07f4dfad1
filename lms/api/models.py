import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Organization, User


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def visible_to(self, user: User) -> "ApiKeyQuerySet":
        if user.has_perm("api.view_apikey"):
            return self
        return self.filter(made_by=user)

    def standing(self) -> "ApiKeyQuerySet":
        """Not ended by anyone; it may have expired by itself."""
        return self.filter(ended_at=None)


class ApiKey(models.Model):
    """What an organization's program shows to be let in: a prefix that names it, and a secret of which only the SHA-256 is kept.

    The same pair is a client of OAuth 2.0 (client credentials). Personal data: who made and who ended it; kept as long as the trail.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="api_keys", verbose_name=_("organization")
    )
    name = models.CharField(_("what it is for"), max_length=80)
    prefix = models.CharField(_("prefix"), max_length=24, unique=True, editable=False)
    # 256 random bits: nothing to guess, so nothing to slow down, unlike a password.
    secret_sha256 = models.CharField(_("secret, hashed"), max_length=64, editable=False)
    scopes = models.CharField(_("scopes"), max_length=100, help_text=_("Separated by spaces, as OAuth writes them."))
    # Of the form it was made with: the same form again makes no second key.
    form_id = models.UUIDField(_("form"), default=uuid.uuid4, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("expires"))
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    last_used_on = models.DateField(_("last used"), null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        constraints = [
            models.UniqueConstraint(
                name="api_key_once_per_form",
                fields=["form_id"],
                violation_error_message=_("This key has been made already."),
            ),
            models.CheckConstraint(
                name="api_key_expires_after_made",
                condition=models.Q(expires_at__gt=models.F("made_at")),
                violation_error_message=_("A key expires after it is made."),
            ),
            models.CheckConstraint(
                name="api_key_ended_whole",
                condition=models.Q(ended_by=None, ended_at=None)
                | models.Q(ended_by__isnull=False, ended_at__isnull=False, ended_at__gte=models.F("made_at")),
                violation_error_message=_("An ended key names who ended it and when."),
            ),
            models.CheckConstraint(
                name="api_key_has_a_scope",
                condition=~models.Q(scopes=""),
                violation_error_message=_("A key without a scope opens nothing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"

    @property
    def scope_set(self) -> frozenset[str]:
        return frozenset(self.scopes.split())
