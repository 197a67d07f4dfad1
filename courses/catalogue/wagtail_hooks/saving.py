"""Views of Wagtail's admin that save through the catalogue's services; Wagtail's own log of changes stays complete."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.log_actions import log

from courses.catalogue import services
from courses.catalogue.models import CourseRun
from lms.accounts.access import user_of
from lms.wagtail_viewsets import RefusalsOnTheForm


class SavesCourse:
    form: Any

    def save_through_service(self) -> models.Model:
        chosen = self.form.cleaned_data
        return services.save_course(
            course=self.form.save(commit=False),
            elements=chosen["elements"],
            industry_chains=chosen["industry_chains"],
        )


class SavesRun:
    form: Any
    request: Any

    def save_through_service(self) -> models.Model:
        run: CourseRun = self.form.save(commit=False)
        return services.save_run(run=run, actor=user_of(self.request), now=timezone.now())


class SavesSession:
    form: Any

    def save_through_service(self) -> models.Model:
        return services.save_session(session=self.form.save(commit=False), speakers=self.form.cleaned_data["speakers"])


class _CreateThroughService(RefusalsOnTheForm, CreateView):
    save_through_service: Callable[[], models.Model]

    def save_instance(self) -> models.Model:
        saved = self.save_through_service()
        log(instance=saved, action="wagtail.create", user=self.request.user)
        return saved


class _EditThroughService(RefusalsOnTheForm, EditView):
    save_through_service: Callable[[], models.Model]

    def save_instance(self) -> models.Model:
        saved = self.save_through_service()
        log(instance=saved, action="wagtail.edit", user=self.request.user, content_changed=self.form.has_changed())
        return saved


class CreateCourseView(SavesCourse, _CreateThroughService):
    pass


class EditCourseView(SavesCourse, _EditThroughService):
    pass


class CreateRunView(SavesRun, _CreateThroughService):
    pass


class EditRunView(SavesRun, _EditThroughService):
    pass


class CreateSessionView(SavesSession, _CreateThroughService):
    pass


class EditSessionView(SavesSession, _EditThroughService):
    pass
