from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.certificates.models import CertificateEvent
from certification.employers.enums import MemberState
from lms.accounts.models import Organization, User


class WebhookEndpointQuerySet(models.QuerySet["WebhookEndpoint"]):
    def visible_to(self, user: User) -> "WebhookEndpointQuerySet":
        if user.has_perm("employers.view_webhookendpoint"):
            return self
        return self.filter(
            organization__members__user=user, organization__members__state=MemberState.APPROVED
        ).distinct()

    def standing(self) -> "WebhookEndpointQuerySet":
        return self.filter(ended_at=None)


class WebhookEndpoint(models.Model):
    """Where an employer's program wants to hear of changes. Personal data: who made and who ended it; kept as long as the trail."""

    uuid = models.UUIDField(_("identifier"), default=uuid4, editable=False, unique=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="webhook_endpoints", verbose_name=_("organization")
    )
    url = models.CharField(_("address"), max_length=500)
    # Needed in the clear to sign with; so encrypted, not hashed.
    secret_encrypted = models.TextField(_("secret, encrypted"), editable=False)
    form_id = models.UUIDField(_("form"), default=uuid4, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made"))
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("ended by"))
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = WebhookEndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.UniqueConstraint(
                name="webhook_endpoint_once_per_form",
                fields=["form_id"],
                violation_error_message=_("This webhook has been made already."),
            ),
            models.UniqueConstraint(
                name="webhook_endpoint_once_per_address",
                fields=["organization", "url"],
                condition=models.Q(ended_at=None),
                violation_error_message=_("This address has a webhook of the organization already."),
            ),
            models.CheckConstraint(
                name="webhook_endpoint_ended_whole",
                condition=models.Q(ended_by=None, ended_at=None)
                | models.Q(ended_by__isnull=False, ended_at__isnull=False, ended_at__gte=models.F("made_at")),
                violation_error_message=_("An ended webhook names who ended it and when."),
            ),
        ]

    def __str__(self) -> str:
        return self.url


class WebhookDelivery(models.Model):
    """One change to be told to one endpoint: the message as it is sent each time, and how the tries went. No personal data: the message
    names a certificate's number and status, which the employer has verified before.
    """

    uuid = models.UUIDField(_("identifier"), default=uuid4, editable=False, unique=True)
    endpoint = models.ForeignKey(WebhookEndpoint, models.PROTECT, related_name="deliveries", verbose_name=_("webhook"))
    event = models.ForeignKey(CertificateEvent, models.PROTECT, related_name="+", verbose_name=_("event"))
    body = models.TextField(_("message"))
    created_at = models.DateTimeField(_("created"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    try_after = models.DateTimeField(_("next try"), null=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    given_up_at = models.DateTimeField(_("given up"), null=True)
    answer = models.CharField(_("last answer"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        constraints = [
            models.UniqueConstraint(
                name="webhook_delivery_once",
                fields=["endpoint", "event"],
                violation_error_message=_("This change is told to this address already."),
            ),
            models.CheckConstraint(
                name="webhook_delivery_waits_or_is_over",
                condition=models.Q(delivered_at=None, given_up_at=None, try_after__isnull=False)
                | models.Q(delivered_at__isnull=False, given_up_at=None, try_after=None)
                | models.Q(delivered_at=None, given_up_at__isnull=False, try_after=None),
                violation_error_message=_("A delivery waits for its next try, is delivered, or is given up."),
            ),
        ]
        indexes = [models.Index(fields=["try_after"], name="webhook_delivery_waiting")]

    def __str__(self) -> str:
        return str(self.uuid)
