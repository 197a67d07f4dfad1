"""For the registrar: the register, passes that wait for their certificate, and what happens to a certificate."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.certificates import services
from certification.certificates.enums import EventType, Status
from certification.certificates.forms import ReasonForm, RegisterFilterForm, ReissueForm
from certification.certificates.models import Certificate
from certification.certificates.numbers import Mistyped, NotANumber, read_number
from certification.certificates.presentation import view_certificate
from certification.certificates.queries import (
    certificates_whose_basis_was_taken_back,
    completions_refused,
    released_passes_without_certificate,
    with_events,
    with_status,
)
from certification.certificates.rules import can_happen, possible_changes
from certification.marking.models import Result
from lms.accounts.access import staff_permission_required
from lms.accounts.models import User
from lms.accounts.services import record_private_view

_PER_PAGE = 25


@dataclass(frozen=True)
class Change:
    """A deed of the registrar with the words of its confirm page."""

    type: EventType
    title: str | Promise
    consequence: str | Promise
    button: str | Promise
    done: str | Promise
    permission: str = "certificates.revoke_certificate"
    is_final: bool = False


CHANGES: dict[str, Change] = {
    "suspend": Change(
        EventType.SUSPENDED,
        gettext_lazy("Suspend the certificate"),
        gettext_lazy("Whoever verifies it sees at once that it does not count for now. You can reinstate it later."),
        gettext_lazy("Suspend"),
        gettext_lazy("The certificate is suspended."),
    ),
    "reinstate": Change(
        EventType.REINSTATED,
        gettext_lazy("Reinstate the certificate"),
        gettext_lazy("It counts again at once, with the same last day as before."),
        gettext_lazy("Reinstate"),
        gettext_lazy("The certificate is valid again."),
    ),
    "cancel": Change(
        EventType.CANCELLED,
        gettext_lazy("Cancel at the holder’s request"),
        gettext_lazy(
            "This is final: the holder gives the certificate up. Its page shows the status and the date for ever."
        ),
        gettext_lazy("Cancel for good"),
        gettext_lazy("The certificate is canceled."),
        is_final=True,
    ),
    "reissue": Change(
        EventType.REISSUED,
        gettext_lazy("Issue the certificate anew"),
        gettext_lazy(
            "The holder gets a new PDF with the same number and last day. The present issue stops counting and says that a newer one exists."
        ),
        gettext_lazy("Issue anew"),
        gettext_lazy("The certificate has been issued anew."),
        permission="certificates.issue_certificate",
        is_final=True,
    ),
}
_DEEDS: dict[str, Callable[..., object]] = {
    "suspend": services.suspend_certificate,
    "reinstate": services.reinstate_certificate,
    "cancel": services.cancel_certificate,
}


@never_cache
@require_safe
@staff_permission_required("certificates.view_certificate")
def register(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = RegisterFilterForm(request.GET)
    # A filter that is no filter (a status that does not exist) finds everything.
    chosen = form.cleaned_data if form.is_valid() else {}
    found = with_status(_search(chosen.get("q", "")).select_related("domain", "document"), at=now)
    if chosen.get("status"):
        found = found.filter(status=chosen["status"])
    if chosen.get("kind"):
        found = found.filter(kind=chosen["kind"])
    page: Page[Any] = Paginator(found.order_by("-issued_at", "-pk"), _PER_PAGE).get_page(request.GET.get("page"))
    issues = request.user.has_perm("certificates.issue_certificate")
    rows = [(certificate, Status(certificate.status).label) for certificate in page if certificate.status]
    context = {
        "form": form,
        "page_obj": page,
        "rows": rows,
        "waiting": list(released_passes_without_certificate()) if issues else [],
        "refused_completions": list(completions_refused()) if issues else [],
        "taken_back": list(certificates_whose_basis_was_taken_back()) if issues else [],
    }
    return render(request, "certificates/desk_register.html", context)


def _search(text: str) -> QuerySet[Certificate]:
    words = text.strip()
    try:
        return Certificate.objects.filter(number=read_number(words))
    except (NotANumber, Mistyped):
        # Also by what the person is called today, should the name have been corrected since.
        named = Q(name__icontains=words) | Q(practitioner__name__icontains=words)
        return Certificate.objects.filter(Q(number__icontains=words) | named)


@never_cache
@require_safe
@staff_permission_required("certificates.view_certificate")
def certificate_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    certificate = get_object_or_404(_visible(request), uuid=uuid)
    now = timezone.now()
    if certificate.practitioner is not None:
        record_private_view(
            practitioner=certificate.practitioner,
            viewer=cast("User", request.user),
            screen=f"desk/{certificate._meta.label_lower}/{certificate.pk}",
            now=now,
        )
    view = view_certificate(certificate, now=now)
    possible = possible_changes(view.status)
    changes = [
        (name, change)
        for name, change in CHANGES.items()
        if change.type in possible
        and request.user.has_perm(change.permission)
        and not (name == "reissue" and certificate.paper_record_id)
    ]
    events = certificate.events.select_related("actor").order_by("at", "pk")
    registrar = cast("User", request.user)
    context = {
        "view": view,
        "changes": changes,
        "events": events.select_related("revocation__proposed_by")
        if registrar.has_perm("certificates.view_revocation")
        else events,
        "waiting_revocation": certificate.revocations.select_related("proposed_by").filter(decision="").first(),
        "may_revoke": EventType.REVOKED in possible and registrar.has_perm("certificates.revoke_certificate"),
        "sees_revocations": registrar.has_perm("certificates.view_revocation"),
    }
    return render(request, "certificates/desk_certificate.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_permission_required("certificates.view_certificate")
def change_certificate(request: HttpRequest, uuid: UUID, change: str) -> HttpResponse:
    """The confirm page of a deed, and the deed."""
    deed = CHANGES.get(change)
    if deed is None or not request.user.has_perm(deed.permission):
        raise Http404
    certificate = get_object_or_404(_visible(request), uuid=uuid)
    now = timezone.now()
    form_class = ReissueForm if change == "reissue" else ReasonForm
    holder = certificate.practitioner
    form = form_class(request.POST or None, initial={"name": holder.name if holder else certificate.name})
    if request.method == "POST" and form.is_valid():
        deed_done = _DEEDS.get(change, services.reissue_certificate)
        deed_done(certificate=certificate, actor=request.user, now=now, **form.cleaned_data)
        messages.success(request, str(deed.done))
        return redirect("certificates:desk_certificate", uuid=uuid)
    view = view_certificate(certificate, now=now)
    context = {"view": view, "deed": deed, "form": form, "is_possible": can_happen(deed.type, status=view.status)}
    return render(request, "certificates/desk_change.html", context)


@require_POST
@staff_permission_required("certificates.issue_certificate")
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """For a released pass whose certificate was refused: either the cause has been put right, or the refusal says it again."""
    registrar = cast("User", request.user)
    result = get_object_or_404(Result.objects.visible_to(registrar), pk=pk)
    certificate = services.issue_certificate(result=result, issued_by=registrar, now=timezone.now())
    messages.success(request, _("Certificate %(number)s has been issued.") % {"number": certificate.number})
    return redirect("certificates:desk_certificate", uuid=certificate.uuid)


def _visible(request: HttpRequest) -> QuerySet[Certificate]:
    return with_events(Certificate.objects.visible_to(cast("User", request.user))).select_related(
        "practitioner",
        "issued_by",
        "result__attempt__registration__sitting",
        "completion__enrollment__run",
        "hours_statement",
        "contribution",
        "paper_record__source",
    )
