"""For the registrar: the templates of certificates, each kind's versions, and the editor of the next one with its preview."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.certificates import services
from certification.certificates.documents import build_pdf
from certification.certificates.enums import Kind
from certification.certificates.models import CertificateTemplate
from certification.certificates.queries import template_in_force, templates_with_use
from certification.certificates.services.templates import (
    TemplateSuperseded,
    WordingDoubtful,
    check_template,
    words_in_doubt,
)
from certification.certificates.specimens import specimen_of
from certification.certificates.template_forms import TemplateForm
from lms.accounts.access import staff_permission_required
from lms.accounts.models import User
from lms.errors import DomainError


@never_cache
@require_safe
@staff_permission_required("certificates.view_certificatetemplate")
def templates_page(request: HttpRequest) -> HttpResponse:
    by_kind: dict[Kind, list[CertificateTemplate]] = {kind: [] for kind in Kind}
    for template in templates_with_use():
        by_kind[Kind(template.kind)].append(template)
    return render(request, "certificates/desk_templates.html", {"kinds": list(by_kind.items())})


@never_cache
@require_safe
@staff_permission_required("certificates.view_certificatetemplate")
def template_specimen(request: HttpRequest, kind: str, version: int) -> HttpResponse:
    """A version as it prints, for a holder who does not exist."""
    templates = CertificateTemplate.objects.select_related("seal", "signature")
    template = templates.filter(kind=kind, version=version).first()
    if template is None:
        raise Http404
    return _as_pdf(template)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_permission_required("certificates.add_certificatetemplate")
def edit_template(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of the next version; a refusal stands above it."""
    form = _form(request, kind)
    if request.method == "POST" and form.is_valid():
        try:
            template = services.publish_template(
                draft=form.draft(),
                author=cast("User", request.user),
                now=timezone.now(),
                accepts_doubtful_words=form.cleaned_data["accepts_doubtful_words"],
                begun_from=form.cleaned_data["begun_from"],
            )
        except DomainError as refusal:
            if isinstance(refusal, TemplateSuperseded):
                form.begin_anew()
            form.needs_confirmation = isinstance(refusal, WordingDoubtful)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Version %(version)s is in force from now on.") % {"version": template.version})
            return redirect("certificates:templates")
    context = {"form": form, "kind": Kind(kind), "in_force": form.in_force}
    return render(request, "certificates/desk_template.html", context)


@never_cache
@require_POST
@staff_permission_required("certificates.add_certificatetemplate")
def preview_template(request: HttpRequest, kind: str) -> HttpResponse:
    """The draft in the form as a page for an invented holder; what stands in its way as a list. Nothing is kept."""
    form = _form(request, kind)
    if not form.is_valid():
        faults = [
            (str(form[name].label) if name in form.fields else "", errors) for name, errors in form.errors.items()
        ]
        return _as_list(request, [f"{label} {error}".strip() for label, errors in faults for error in errors])
    draft = form.draft()
    try:
        check_template(draft)
    except DomainError as refusal:
        return _as_list(request, [str(refusal)])
    words = words_in_doubt(draft)
    if words and not form.cleaned_data["accepts_doubtful_words"]:
        return _as_list(request, [str(WordingDoubtful(words))])
    return _as_pdf(draft)


def _form(request: HttpRequest, kind: str) -> TemplateForm:
    if kind not in Kind.values:
        raise Http404
    in_force = template_in_force(kind)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return TemplateForm(data, files, kind=Kind(kind), in_force=in_force)


def _as_pdf(template: CertificateTemplate) -> HttpResponse:
    pdf = build_pdf(specimen_of(template), is_specimen=True)
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="specimen.pdf"'}
    )


def _as_list(request: HttpRequest, faults: list[str]) -> HttpResponse:
    return render(request, "certificates/template_faults.html", {"faults": faults})
