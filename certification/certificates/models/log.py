"""The transparency log: what happened to certificates, as the leaves of one Merkle tree that only ever grows."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.certificates.models.certificate import Certificate, CertificateEvent
from certification.certificates.models.credential import CertificateCredential
from certification.certificates.models.document import CertificateDocument


class LogEntry(models.Model):
    """A leaf of the tree: an event of a certificate, or the hash of its file. Appended after the event's transaction, in one line.

    Only ``leaf_hash`` is published. The leaf has a salt and the certificate's identifier and no personal data; it is handed
    out to whoever has the certificate. Kept as long as the register.
    """

    index = models.PositiveBigIntegerField(_("place in the log"), primary_key=True)
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="+", verbose_name=_("entry before it in the log")
    )
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="log_entries", verbose_name=_("certificate")
    )
    previous = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        related_name="next",
        verbose_name=_("entry before it of the same certificate"),
    )
    event = models.OneToOneField(
        CertificateEvent, models.PROTECT, null=True, related_name="log_entry", verbose_name=_("event")
    )
    document = models.OneToOneField(
        CertificateDocument, models.PROTECT, null=True, related_name="log_entry", verbose_name=_("document")
    )
    credential = models.OneToOneField(
        CertificateCredential, models.PROTECT, null=True, related_name="log_entry", verbose_name=_("credential")
    )
    leaf = models.TextField(_("leaf"))
    leaf_hash = models.CharField(_("hash of the leaf"), max_length=64, unique=True)
    appended_at = models.DateTimeField(_("appended"))

    class Meta:
        verbose_name = pgettext_lazy("transparency log", "log entry")
        verbose_name_plural = pgettext_lazy("transparency log", "log entries")
        constraints = [
            # With the foreign key this leaves no gap, and no second entry in one place.
            models.CheckConstraint(
                name="log_entry_follows_the_one_before",
                condition=models.Q(index=0, follows=None)
                | models.Q(index__gt=0, follows__isnull=False, index=models.F("follows") + 1),
            ),
            models.CheckConstraint(
                name="log_entry_is_of_one_thing",
                condition=models.Q(event__isnull=False, document=None, credential=None)
                | models.Q(event=None, document__isnull=False, credential=None)
                | models.Q(event=None, document=None, credential__isnull=False),
            ),
            models.UniqueConstraint(
                name="log_chain_begins_once", fields=["certificate"], condition=models.Q(previous=None)
            ),
            models.CheckConstraint(
                name="log_chain_goes_forward",
                condition=models.Q(previous=None) | models.Q(previous__lt=models.F("index")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.index} {self.leaf_hash[:12]}"


class LogNode(models.Model):
    """The root of a complete subtree above the leaves; written once, when its last leaf comes. Proofs are put together from these."""

    level = models.PositiveSmallIntegerField(_("level"))
    index = models.PositiveBigIntegerField(_("place in its level"))
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("node of the log")
        verbose_name_plural = _("nodes of the log")
        constraints = [
            models.UniqueConstraint(name="log_node_once", fields=["level", "index"]),
            models.CheckConstraint(name="log_node_above_the_leaves", condition=models.Q(level__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class TreeHead(models.Model):
    """What the association has signed and published about its log: so many entries, this root, at this time."""

    size = models.PositiveBigIntegerField(_("entries"))
    last = models.ForeignKey(LogEntry, models.PROTECT, related_name="+", verbose_name=_("last entry"))
    root = models.CharField(_("root hash"), max_length=64)
    at = models.DateTimeField(_("signed"))
    on = models.DateField(_("day in Tianjin"))
    note = models.TextField(_("signed note"))
    key = models.CharField(_("public key"), max_length=200)

    class Meta:
        verbose_name = _("tree head")
        verbose_name_plural = _("tree heads")
        constraints = [
            models.CheckConstraint(
                name="tree_head_covers_what_is_there", condition=models.Q(size=models.F("last") + 1)
            ),
            models.UniqueConstraint(
                name="tree_head_once_a_day_and_size",
                fields=["size", "on"],
                violation_error_message=_("This head has been signed already today."),
            ),
        ]
        indexes = [models.Index(fields=["at"], name="tree_head_by_time")]

    def __str__(self) -> str:
        return f"{self.size} {self.root[:12]}"
