"""For staff: who applies to check certificates for an employer, and who may."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.employers import services
from certification.employers.enums import MemberState
from certification.employers.forms import ReasonForm
from certification.employers.models import EmployerMember
from certification.employers.queries import endpoints_of, members_in
from lms.accounts.access import staff_permission_required, user_of
from lms.api.models import ApiKey
from lms.api.queries import keys_of
from lms.api.services import end_key
from lms.errors import DomainError

_PER_PAGE = 30
_DECIDE = "employers.decide_employermember"


@require_safe
@staff_permission_required("employers.view_employermember")
def employers(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("state", "")
    state = MemberState(wanted) if wanted in MemberState.values else MemberState.APPLIED
    page = Paginator(members_in(state), _PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "employers/desk_employers.html", {"page_obj": page, "state": state, "states": MemberState.choices}
    )


@require_safe
@staff_permission_required("employers.view_employermember")
def employer(request: HttpRequest, pk: int) -> HttpResponse:
    return _employer_page(request, _member(request, pk), ReasonForm())


def _member(request: HttpRequest, pk: int) -> EmployerMember:
    members = EmployerMember.objects.visible_to(user_of(request))
    return get_object_or_404(members.select_related("user", "organization", "decided_by", "ended_by"), pk=pk)


def _employer_page(request: HttpRequest, member: EmployerMember, form: ReasonForm) -> HttpResponse:
    organization = member.organization
    context = {
        "member": member,
        "form": form,
        "keys": keys_of(organization) if organization else [],
        "endpoints": endpoints_of(organization) if organization else [],
        "may_decide": request.user.has_perm(_DECIDE),
        "now": timezone.now(),
    }
    return render(request, "employers/desk_employer.html", context, status=400 if form.errors else 200)


@require_POST
@staff_permission_required(_DECIDE)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)
    try:
        services.approve_member(member=member, decided_by=user_of(request), now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The access is given, and the applicant is told."))
    return redirect("employers:desk_employer", pk)


@require_http_methods(["POST"])
@staff_permission_required(_DECIDE)
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, "decline")


@require_http_methods(["POST"])
@staff_permission_required(_DECIDE)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, "end")


def _with_reason(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    member, form = _member(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _employer_page(request, member, form)
    reason, actor, now = form.cleaned_data["reason"], user_of(request), timezone.now()
    try:
        if deed == "end":
            services.end_membership(member=member, reason=reason, ended_by=actor, now=now)
            messages.success(request, _("The access has ended, and the person is told."))
        else:
            services.decline_member(member=member, reason=reason, decided_by=actor, now=now)
            messages.success(request, _("The application is declined, and the applicant is told."))
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    return redirect("employers:desk_employer", pk)


@require_POST
@staff_permission_required(_DECIDE)
def end_api_key(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    member = _member(request, pk)
    found = get_object_or_404(ApiKey.objects.filter(organization=member.organization), pk=key)
    end_key(key=found, ended_by=user_of(request), now=timezone.now())
    messages.success(request, _("The key has ended. Nothing is let in with it any more."))
    return redirect("employers:desk_employer", pk)
