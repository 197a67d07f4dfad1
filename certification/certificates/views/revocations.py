"""For registrars: to propose that a certificate be revoked, and to decide what a colleague proposed."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certification.certificates import services
from certification.certificates.enums import EventType, RevocationCategory, RevocationDecision
from certification.certificates.forms import DecideRevocationForm, ProposeRevocationForm
from certification.certificates.models import Certificate
from certification.certificates.presentation import view_certificate
from certification.certificates.queries import revocations, with_events
from certification.certificates.rules import can_happen
from lms.accounts.access import staff_permission_required
from lms.accounts.models import User

_PER_PAGE = 25


@never_cache
@require_safe
@staff_permission_required("certificates.view_revocation")
def revocations_page(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, what of theirs waits for a colleague, and what was decided."""
    registrar = cast("User", request.user)
    waiting = revocations().filter(decision="")
    decided = revocations().exclude(decision="").order_by("-decided_at", "-pk")
    context = {
        "for_you": waiting.exclude(proposed_by=registrar),
        "for_others": waiting.filter(proposed_by=registrar),
        "page_obj": Paginator(decided, _PER_PAGE).get_page(request.GET.get("page")),
        "decides": registrar.has_perm("certificates.revoke_certificate"),
    }
    return render(request, "certificates/desk_revocations.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_permission_required("certificates.revoke_certificate")
def propose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    registrar, now = cast("User", request.user), timezone.now()
    visible = with_events(Certificate.objects.visible_to(registrar)).select_related("practitioner")
    certificate = get_object_or_404(visible, uuid=uuid)
    form = ProposeRevocationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.propose_revocation(
            certificate=certificate,
            category=RevocationCategory(form.cleaned_data["category"]),
            note=form.cleaned_data["note"],
            evidence=form.cleaned_data["evidence"],
            proposed_by=registrar,
            now=now,
        )
        messages.success(request, _("The revocation is proposed. It waits for another registrar to decide."))
        return redirect("certificates:desk_certificate", uuid=uuid)
    view = view_certificate(certificate, now=now)
    is_possible = can_happen(EventType.REVOKED, status=view.status)
    return render(request, "certificates/desk_revoke.html", {"view": view, "form": form, "is_possible": is_possible})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_permission_required("certificates.view_revocation")
def revocation_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposal with its grounds; whoever may decide it finds both buttons, the proposer who it waits for."""
    registrar, now = cast("User", request.user), timezone.now()
    revocation = get_object_or_404(
        revocations().filter(certificate__in=Certificate.objects.visible_to(registrar)), pk=pk
    )
    may_decide = registrar.has_perm("certificates.revoke_certificate")
    form = DecideRevocationForm(request.POST or None)
    if request.method == "POST" and may_decide and form.is_valid():
        is_confirmed = form.cleaned_data["decision"] == RevocationDecision.CONFIRMED
        decide = services.confirm_revocation if is_confirmed else services.decline_revocation
        decide(revocation=revocation, decided_by=registrar, reason=form.cleaned_data["reason"], now=now)
        messages.success(
            request, _("The certificate is revoked.") if is_confirmed else _("The revocation is declined.")
        )
        return redirect("certificates:revocation", pk=pk)
    certificate = with_events(Certificate.objects.filter(pk=revocation.certificate_id)).get()
    context = {
        "revocation": revocation,
        "view": view_certificate(certificate, now=now),
        "form": form,
        "is_own": revocation.proposed_by_id == registrar.pk,
        "decides": may_decide and not revocation.decision and revocation.proposed_by_id != registrar.pk,
    }
    return render(request, "certificates/desk_revocation.html", context)
