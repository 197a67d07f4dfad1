"""Keys that staff make, for the association's own systems and for institutions without an account, and end."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from lms.accounts.access import user_of
from lms.api.forms import StaffKeyForm
from lms.api.models import ApiKey
from lms.api.services import end_key, make_key
from lms.errors import DomainError


class _KeyView(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    model = ApiKey
    permission_required = "add"
    header_icon = "key"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("api_keys:index"), "label": _("API keys")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]


@method_decorator(never_cache, name="dispatch")
class MakeKeyView(_KeyView, FormView):
    """The answer to the form is the page with the secret: this one time."""

    form_class = StaffKeyForm
    template_name = "api/admin/make_key.html"
    page_title = gettext_lazy("Make a key")

    def form_valid(self, form: StaffKeyForm) -> HttpResponse:
        now = timezone.now()
        try:
            made = make_key(**form.wanted, expires_at=now + form.life, made_by=user_of(self.request), now=now)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, made=made))

    def form_invalid(self, form: StaffKeyForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=400)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "media": context["form"].media,
            "action_url": self.request.path,
            "submit_button_label": _("Make the key"),
            "submit_button_active_label": _("Making…"),
        }


class EndKeyView(_KeyView, TemplateView):
    template_name = "api/admin/end_key.html"
    page_title = gettext_lazy("End the key")

    def _key(self) -> ApiKey:
        keys = ApiKey.objects.visible_to(user_of(self.request)).select_related("organization")
        return get_object_or_404(keys, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"key": self._key(), "action_url": self.request.path}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = end_key(key=self._key(), ended_by=user_of(request), now=timezone.now())
        messages.success(request, _("The key has ended. Nothing is let in with it any more."))
        return redirect("api_keys:inspect", key.pk)
