"""Blueprints: the list, the matrix of one, and the form of a further version."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn

from certification.items.admin_access import HiddenWithoutPermission, staff_member
from certification.items.admin_views import AdminFormView, PageView
from certification.papers.forms import AreaFormSet, BlueprintForm, initial_areas
from certification.papers.models import Blueprint
from certification.papers.queries import plan_of, prove_blueprint
from certification.papers.services import BlueprintInvalid, import_blueprint
from lms.wagtail_viewsets import IndexView


class BlueprintIndexView(HiddenWithoutPermission, IndexView):
    columns = [
        TitleColumn(
            "code",
            label=gettext_lazy("Code"),
            sort_key="code",
            get_url=lambda blueprint: reverse("blueprints:inspect", args=[blueprint.pk]),
        ),
        Column("version", label=gettext_lazy("Version"), sort_key="version"),
        Column("title", label=gettext_lazy("Title")),
        Column("domain", label=gettext_lazy("Domain")),
        Column("level", label=gettext_lazy("Level"), sort_key="level"),
    ]

    def get_base_queryset(self) -> QuerySet[Blueprint]:
        return Blueprint.objects.select_related("domain")


class BlueprintPageView(PageView):
    model = Blueprint
    template_name = "papers/blueprint_page.html"
    page_title = gettext_lazy("Blueprint")
    object: Blueprint

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        versions = Blueprint.objects.filter(code=self.object.code).order_by("-version")
        return context | {
            "blueprint": self.object,
            "proof": prove_blueprint(self.object),
            "versions": list(versions),
            "may_add": self.user_has_permission("add"),
        }


class CreateBlueprintView(AdminFormView):
    model = Blueprint
    permission_required = "add"
    form_class = BlueprintForm
    template_name = "papers/blueprint_form.html"
    header_icon = "table"
    page_title = gettext_lazy("New blueprint")
    parent = ("blueprints:index", gettext_lazy("Blueprints"))
    submit_label = gettext_lazy("Save as a version")
    submitting_label = gettext_lazy("Saving…")
    blueprint: Blueprint | None = None

    @cached_property
    def area_forms(self) -> Any:
        initial = initial_areas(plan_of(self.blueprint)) if self.blueprint else None
        return AreaFormSet(self.request.POST or None, prefix="areas", initial=initial)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"plan": plan_of(self.blueprint) if self.blueprint else None}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if form.is_valid() and self.area_forms.is_valid():
            return self.form_valid(form)
        return self.form_invalid(form)

    def form_valid(self, form: BlueprintForm) -> HttpResponse:
        values = form.cleaned_data
        data = {name: values[name] for name in ("code", "title_zh", "title_en", "level")}
        data |= {"domain": values["domain"].code, "areas": self.area_forms.areas(), "sections": form.sections()}
        try:
            blueprint = import_blueprint(data=data, now=timezone.now(), imported_by=staff_member(self.request))
        except BlueprintInvalid as refusal:
            form.add_error(None, refusal.problems)
            return self.form_invalid(form)
        messages.success(self.request, _("%(blueprint)s is in use.") % {"blueprint": blueprint})
        return redirect("blueprints:inspect", blueprint.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"area_forms": self.area_forms}


class NewVersionView(CreateBlueprintView):
    page_title = gettext_lazy("Further version")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.blueprint = get_object_or_404(Blueprint, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.blueprint)
