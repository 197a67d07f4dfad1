"""Open Badges credentials of certificates: the keys they are signed with, their places in status lists, and the signed documents."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.certificates.models.certificate import Certificate
from certification.certificates.open_badges.status_list import LENGTH


class CredentialKey(models.Model):
    """The public half of a key that signs credentials. Published from its first day on and for ever, so that what it signed still verifies."""

    algorithm = models.CharField(_("algorithm"), max_length=20, default="Ed25519", editable=False)
    public_key_multibase = models.CharField(_("public key"), max_length=60, unique=True)
    is_test = models.BooleanField(_("test key"))
    created_at = models.DateTimeField(_("in use from"))
    retired_at = models.DateTimeField(_("in use until"), null=True)
    leaked_at = models.DateTimeField(
        _("in other hands since"),
        null=True,
        help_text=_("From then on a signature proves nothing; before, if the transparency log had it by then."),
    )

    class Meta:
        verbose_name = _("credential key")
        verbose_name_plural = _("credential keys")
        constraints = [
            models.UniqueConstraint(
                name="credential_key_one_in_use",
                fields=["algorithm"],
                condition=models.Q(retired_at=None),
                violation_error_message=_("Another key is in use. Retire it first."),
            ),
            models.CheckConstraint(
                name="credential_key_retires_after_its_first_day",
                condition=models.Q(retired_at=None) | models.Q(retired_at__gte=models.F("created_at")),
                violation_error_message=_("A key cannot be retired before it was in use."),
            ),
            models.CheckConstraint(
                name="credential_key_leaked_is_retired",
                condition=models.Q(leaked_at=None)
                | models.Q(retired_at__isnull=False, leaked_at__gte=models.F("created_at")),
                violation_error_message=_("A key that leaked must be retired, and cannot leak before it was in use."),
            ),
            models.CheckConstraint(
                name="credential_key_is_multibase",
                condition=models.Q(public_key_multibase__startswith="z6Mk"),
                violation_error_message=_("This is not an Ed25519 public key in multibase form."),
            ),
        ]

    def __str__(self) -> str:
        return self.public_key_multibase


class StatusList(models.Model):
    """A list of one bit per credential, published as a credential of its own. No personal data: who is behind a place is not in it."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    # A count and not a time: of two changes at once, the one committed later would otherwise pass for published.
    revision = models.PositiveIntegerField(
        pgettext_lazy("status list", "revision"),
        default=1,
        help_text=_("Counted up with every change; published when a version of it is signed."),
    )

    class Meta:
        verbose_name = _("status list")
        verbose_name_plural = _("status lists")
        constraints = [
            models.CheckConstraint(
                name="status_list_counts_from_one", condition=models.Q(number__gte=1, revision__gte=1)
            )
        ]

    def __str__(self) -> str:
        return str(self.number)


class CredentialStatusEntry(models.Model):
    """The place of a certificate in a status list: drawn at random when it is issued, so that a place tells nothing."""

    certificate = models.OneToOneField(
        Certificate, models.PROTECT, related_name="status_entry", verbose_name=_("certificate")
    )
    status_list = models.ForeignKey(StatusList, models.PROTECT, related_name="entries", verbose_name=_("status list"))
    index = models.PositiveIntegerField(pgettext_lazy("status list", "place"))

    class Meta:
        verbose_name = _("credential status entry")
        verbose_name_plural = _("credential status entries")
        constraints = [
            models.UniqueConstraint(name="status_entry_place_once", fields=["status_list", "index"]),
            models.CheckConstraint(name="status_entry_within_its_list", condition=models.Q(index__lt=LENGTH)),
        ]

    def __str__(self) -> str:
        return f"{self.status_list_id}#{self.index}"


class StatusListVersion(models.Model):
    """What a status list said from one moment on; every version is kept."""

    status_list = models.ForeignKey(StatusList, models.PROTECT, related_name="versions", verbose_name=_("status list"))
    version = models.PositiveIntegerField(_("version"), help_text=_("The revision of the list that it tells."))
    content = models.TextField(_("signed document"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    key = models.ForeignKey(
        CredentialKey, models.PROTECT, related_name="+", verbose_name=pgettext_lazy("credential", "key")
    )
    signed_at = models.DateTimeField(_("signed"))

    class Meta:
        verbose_name = _("status list version")
        verbose_name_plural = _("status list versions")
        constraints = [
            models.UniqueConstraint(name="status_list_version_once", fields=["status_list", "version"]),
            models.CheckConstraint(
                name="status_list_version_whole",
                condition=models.Q(version__gte=1) & ~models.Q(content="") & ~models.Q(sha256=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status_list_id} v{self.version}"


class CertificateCredential(models.Model):
    """The credential of a certificate: work to do, then the signed JSON with its SHA-256; never signed again.

    Personal data: the holder's name and the certificate's number, inside the document; kept as long as the register.
    """

    certificate = models.OneToOneField(
        Certificate, models.PROTECT, related_name="credential", verbose_name=_("certificate")
    )
    content = models.TextField(_("signed document"), blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    key = models.ForeignKey(
        CredentialKey, models.PROTECT, null=True, related_name="+", verbose_name=pgettext_lazy("credential", "key")
    )
    signed_at = models.DateTimeField(_("signed"), null=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    try_after = models.DateTimeField(_("not before"), null=True, help_text=_("Between a failure and the next try."))
    error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("certificate credential")
        verbose_name_plural = _("certificate credentials")
        constraints = [
            models.CheckConstraint(
                name="credential_signed_whole",
                condition=models.Q(content="", sha256="", key=None, signed_at=None)
                | ~models.Q(content="") & ~models.Q(sha256="") & models.Q(key__isnull=False, signed_at__isnull=False),
            ),
            models.UniqueConstraint(name="credential_hash_once", fields=["sha256"], condition=~models.Q(sha256="")),
        ]
        indexes = [models.Index(name="credential_waiting", fields=["try_after"], condition=models.Q(signed_at=None))]

    def __str__(self) -> str:
        return f"{self.certificate_id} {'signed' if self.signed_at else 'waiting'}"
