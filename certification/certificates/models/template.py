from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.certificates.enums import Kind, Language, Layout
from lms.accounts.models import User


class TemplatePicture(models.Model):
    """A seal or a signature as it was checked on upload; never changed, as certificates were printed with it.

    Personal data: a signatory's signature, where one was uploaded; kept as long as the register.
    """

    media_type = models.CharField(_("type"), max_length=20)
    content = models.BinaryField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded"))

    class Meta:
        verbose_name = _("template picture")
        verbose_name_plural = _("template pictures")
        constraints = [
            models.CheckConstraint(
                name="template_picture_of_known_type",
                condition=models.Q(media_type__in=("image/png", "image/svg+xml")),
                violation_error_message=_("A picture on a certificate is a PNG or an SVG."),
            )
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class CertificateTemplate(models.Model):
    """The texts and the looks of a kind of certificate, as a version; an issued certificate keeps its own.

    Texts may hold the placeholders of their kind (``printed_words.PLACEHOLDERS``). Personal data: the signatory's name and
    post, printed for everyone to read; kept as long as the register.
    """

    kind = models.CharField(_("kind"), max_length=1, choices=Kind.choices)
    version = models.PositiveSmallIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=4, choices=Language.choices, default=Language.BILINGUAL)
    layout = models.CharField(_("layout"), max_length=10, choices=Layout.choices, default=Layout.FRAMED)
    title = models.CharField(_("title"), max_length=120, blank=True)
    title_en = models.CharField(_("title (English)"), max_length=120, blank=True)
    body = models.TextField(_("text"), blank=True)
    body_en = models.TextField(_("text (English)"), blank=True)
    disclaimer = models.TextField(_("disclaimer"), blank=True)
    disclaimer_en = models.TextField(_("disclaimer (English)"), blank=True)
    issuer_name = models.CharField(_("issuer"), max_length=120)
    issuer_name_en = models.CharField(_("issuer (English)"), max_length=120, blank=True)
    issuer_credit_code = models.CharField(_("issuer's unified social credit code"), max_length=18)
    signatory_name = models.CharField(_("signatory"), max_length=60, blank=True)
    signatory_post = models.CharField(_("signatory’s post"), max_length=60, blank=True)
    signatory_post_en = models.CharField(_("signatory’s post (English)"), max_length=80, blank=True)
    seal = models.ForeignKey(
        TemplatePicture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture of the seal")
    )
    signature = models.ForeignKey(
        TemplatePicture,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture of the signature"),
    )
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("certificate template")
        verbose_name_plural = _("certificate templates")
        constraints = [
            models.UniqueConstraint(name="certificate_template_version_once", fields=["kind", "version"]),
            models.CheckConstraint(
                name="certificate_template_has_chinese_texts",
                condition=models.Q(language=Language.ENGLISH)
                | ~models.Q(title="") & ~models.Q(body="") & ~models.Q(disclaimer=""),
                violation_error_message=_("A certificate in Chinese needs its title, text and disclaimer in Chinese."),
            ),
            models.CheckConstraint(
                name="certificate_template_has_english_texts",
                condition=models.Q(language=Language.CHINESE)
                | models.Q(language=Language.BILINGUAL) & ~models.Q(title_en="")
                | ~models.Q(title_en="")
                & ~models.Q(body_en="")
                & ~models.Q(disclaimer_en="")
                & ~models.Q(issuer_name_en=""),
                violation_error_message=_(
                    "A certificate in English needs its title, text, disclaimer and issuer in English; a bilingual one its title."
                ),
            ),
            models.CheckConstraint(
                name="certificate_template_signature_has_a_name",
                condition=models.Q(signature=None) | ~models.Q(signatory_name=""),
                violation_error_message=_("Name the person whose signature this is."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} v{self.version}"

    @property
    def has_chinese(self) -> bool:
        return self.language != Language.ENGLISH

    @property
    def has_english(self) -> bool:
        return self.language != Language.CHINESE

    @property
    def language_code(self) -> str:
        """What the certificate's title is in, as HTML names it."""
        return "zh-Hans" if self.has_chinese else "en"
