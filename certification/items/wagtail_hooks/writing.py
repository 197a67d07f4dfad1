"""Writing an item, and writing a further revision of one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from certification.items.admin_access import HiddenWithoutPermission, staff_member
from certification.items.forms import ItemForm
from certification.items.models import ItemRevision
from certification.items.queries import revisions_for_list
from certification.items.services import create_item, create_revision
from lms.errors import DomainError


class _ItemFormView(HiddenWithoutPermission, PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    model = ItemRevision
    form_class = ItemForm
    template_name = "items/item_form.html"
    header_icon = "edit"

    def write(self, form: ItemForm) -> ItemRevision:
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        bank = {"url": reverse("item-bank:index"), "label": _("Items")}
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, bank, here]

    def form_valid(self, form: ItemForm) -> HttpResponse:
        try:
            revision = self.write(form)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The draft is saved. Submit it for review when it is ready."))
        return redirect("item-bank:inspect", revision.pk)

    def form_invalid(self, form: ItemForm) -> HttpResponse:
        messages.error(self.request, _("The item could not be saved. Look at the fields below."))
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "media": context["form"].media,
            "action_url": self.request.path,
            "submit_button_label": _("Save draft"),
            "submit_button_active_label": _("Saving…"),
        }


class CreateItemView(_ItemFormView):
    permission_required = "add"
    page_title = gettext_lazy("New item")

    def write(self, form: ItemForm) -> ItemRevision:
        return create_item(
            code=form.cleaned_data["code"], content=form.content, author=staff_member(self.request), now=timezone.now()
        )


class ReviseItemView(_ItemFormView):
    permission_required = "change"
    page_title = gettext_lazy("Further revision")

    @cached_property
    def revision(self) -> ItemRevision:
        return get_object_or_404(revisions_for_list().visible_to(self.request.user), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.revision.item.code

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"revision": self.revision}

    def write(self, form: ItemForm) -> ItemRevision:
        return create_revision(
            item=self.revision.item, content=form.content, author=staff_member(self.request), now=timezone.now()
        )
