from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.blocks import CourseBlocks
from cms.models.bilingual import BilingualPage, bilingual_edit_handler
from cms.models.fields import BlocksOutsideMigrations
from courses.catalogue.models import Course

CATALOGUE_SLUG = "courses"


class CourseIndexPage(Page):
    """Where course pages hang in the tree. Its address is the catalogue's own view, which comes first."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.CoursePage"]
    max_count = 1

    class Meta:
        verbose_name = _("course pages")
        verbose_name_plural = _("course pages")

    def clean(self) -> None:
        super().clean()
        if self.slug != CATALOGUE_SLUG:
            raise ValidationError({"slug": _("Course pages live under “courses”, the address of the catalogue.")})

    def serve(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        return redirect("catalogue:list")


class CoursePage(BilingualPage):
    """What a course teaches, in words and pictures. Dates and seats are the course's own; this page only points to it."""

    course = models.OneToOneField(Course, models.PROTECT, related_name="page", verbose_name=_("course"))
    body = BlocksOutsideMigrations(CourseBlocks(), verbose_name=_("content (Chinese)"), blank=True)
    body_en = BlocksOutsideMigrations(CourseBlocks(), verbose_name=_("content (English)"), blank=True)

    chinese_panels = [FieldPanel("course"), *BilingualPage.chinese_panels]
    template = "cms/course.html"
    parent_page_types = ["cms.CourseIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("course page")
        verbose_name_plural = _("course pages")

    @property
    def local_title(self) -> str:
        return str(self.course.title)

    def full_clean(self, *args: Any, **options: Any) -> None:
        if self.course_id is not None:
            self.slug = self.course.code
        super().full_clean(*args, **options)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts = super().get_url_parts(request)
        return parts and (parts[0], parts[1], reverse("cms:course", args=[self.slug]))

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        # Imported here, for the queries read these models.
        from cms.queries import course_content  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **options)
        content = course_content(course=self.course, user=request.user, now=timezone.now())
        has_speakers = any(block.block_type == "speakers" for block in self.local_body)
        return context | content | {"page_has_speakers": has_speakers}


CoursePage.edit_handler = bilingual_edit_handler(CoursePage)
