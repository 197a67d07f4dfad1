"""Writing an item, and writing a further revision of one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from certification.items.admin_access import staff_member
from certification.items.admin_views import AdminFormView
from certification.items.forms import ItemForm
from certification.items.models import ItemRevision
from certification.items.queries import revisions_for_list
from certification.items.services import create_item, create_revision
from lms.errors import DomainError


class _ItemFormView(AdminFormView):
    model = ItemRevision
    form_class = ItemForm
    template_name = "items/item_form.html"
    header_icon = "edit"
    parent = ("item-bank:index", gettext_lazy("Items"))
    submit_label = gettext_lazy("Save draft")
    submitting_label = gettext_lazy("Saving…")

    def write(self, form: ItemForm) -> ItemRevision:
        raise NotImplementedError

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
