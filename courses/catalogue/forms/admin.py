"""The forms of Wagtail's admin. They check and word; the services behind the viewsets save."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from courses.catalogue import seats
from courses.catalogue.models import Course, CourseRun, CourseSession


class CourseForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail ships no types
    class Meta:
        model = Course
        fields = [
            "code",
            "title_zh",
            "title_en",
            "summary_zh",
            "summary_en",
            "domain",
            "level",
            "category",
            "elements",
            "industry_chains",
        ]
        widgets = {"elements": forms.CheckboxSelectMultiple, "industry_chains": forms.CheckboxSelectMultiple}


class RunForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail ships no types
    """Publishing and canceling are deeds of the roster's page, not fields."""

    class Meta:
        model = CourseRun
        fields = [
            "course",
            "code",
            "mode",
            "capacity",
            "enrollment_opens_at",
            "enrollment_closes_at",
            "promotion_cutoff_at",
            "starts_at",
            "ends_at",
            "required_attendance_percent",
            "issues_certificates",
        ]

    def clean_capacity(self) -> int:
        """Said on the form already; ``save_run`` holds it under the lock."""
        capacity: int = self.cleaned_data["capacity"]
        taken = seats.count_taken([self.instance.pk]).get(self.instance.pk, 0) if self.instance.pk else 0
        if capacity < taken:
            raise ValidationError(_("%(taken)s seats are taken already.") % {"taken": taken})
        return capacity


class SessionForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail ships no types
    online_url = forms.URLField(label=gettext_lazy("Online at"), required=False, assume_scheme="https")

    class Meta:
        model = CourseSession
        fields = ["run", "title", "starts_at", "ends_at", "venue", "speakers", "online_url"]
        widgets = {"speakers": forms.CheckboxSelectMultiple}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        run, starts_at, ends_at = (cleaned.get(name) for name in ("run", "starts_at", "ends_at"))
        if run and starts_at and ends_at and (starts_at < run.starts_at or ends_at > run.ends_at):
            raise ValidationError(_("The session lies outside the dates of its run."))
        return cleaned
