"""Certificates on paper from before the platform: the file they were taken from, and its rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User


class PaperImport(models.Model):
    """A file of paper certificates: checked and shown when it comes, written once.

    Personal data: until it is written, the rows as read (names, last four characters of ID numbers; never a whole one); what is not
    written is deleted after a week. Afterwards the records hold them.
    """

    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, unique=True)
    file_name = models.CharField(_("file"), max_length=160)
    rows = models.JSONField(_("rows as read"), default=list)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded"))
    written_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )
    written_at = models.DateTimeField(_("entered"), null=True, blank=True)

    class Meta:
        verbose_name = _("import of paper certificates")
        verbose_name_plural = _("imports of paper certificates")
        constraints = [
            models.CheckConstraint(
                name="paper_import_written_whole",
                condition=models.Q(written_by=None, written_at=None)
                | models.Q(written_by__isnull=False, written_at__isnull=False, rows=[]),
                violation_error_message=_("An import that is entered names who did it, and keeps no rows of its own."),
            ),
            models.CheckConstraint(name="paper_import_names_its_file", condition=~models.Q(sha256="")),
        ]

    def __str__(self) -> str:
        return self.file_name


class PaperRecord(models.Model):
    """What a certificate that was issued on paper rests on: a line of a file, by the file's hash, and who was named as its issuer.

    No personal data beyond the certificate that rests on it.
    """

    source = models.ForeignKey(PaperImport, models.PROTECT, related_name="records", verbose_name=_("import"))
    line = models.PositiveIntegerField(_("line of the file"))
    number_as_printed = models.CharField(_("number as printed"), max_length=40)
    issuer_name = models.CharField(_("issuer"), max_length=120)

    class Meta:
        verbose_name = _("record of a paper certificate")
        verbose_name_plural = _("records of paper certificates")
        constraints = [
            models.UniqueConstraint(
                name="paper_record_once_per_line",
                fields=["source", "line"],
                violation_error_message=_("This line of the file has been entered already."),
            ),
            models.CheckConstraint(
                name="paper_record_whole",
                condition=~models.Q(number_as_printed="") & ~models.Q(issuer_name=""),
                violation_error_message=_("Name the number as printed and the issuer."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.line}"
