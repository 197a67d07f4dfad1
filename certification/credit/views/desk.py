"""The credit officers' screens."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from certification.credit import queries, services
from certification.credit.forms import FilterForm, ProposalForm
from certification.credit.models import CreditProfile
from lms.accounts.access import staff_permission_required
from lms.accounts.models import User
from lms.errors import DomainError

_PER_PAGE = 25


def officer_of(request: HttpRequest) -> User:
    """The guard of the view has seen that someone is signed in."""
    return cast("User", request.user)


@require_GET
@staff_permission_required("credit.view_creditrecord")
def records(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    chosen = queries.RecordFilter()
    if form.is_valid():
        entered = form.cleaned_data
        chosen = queries.RecordFilter(
            text=entered["q"].strip(),
            state=entered["state"],
            severity=entered["severity"],
        )
    page = Paginator(queries.records_for_desk(officer_of(request), chosen), _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page,
        "lines": queries.record_lines(page.object_list),
        "today": timezone.localdate(),
        "years_without_calendar": queries.years_without_calendar(timezone.localdate()),
        "may_propose": request.user.has_perm("credit.add_creditrecord"),
    }
    return render(request, "credit/desk_records.html", context)


@require_GET
@staff_permission_required("credit.add_creditrecord")
def choose_person(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    people = queries.find_people(officer_of(request), text)
    return render(request, "credit/desk_choose_person.html", {"q": text, "people": people})


@require_http_methods(["GET", "POST"])
@staff_permission_required("credit.add_creditrecord")
def propose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    profiles = CreditProfile.objects.visible_to(officer_of(request)).select_related("practitioner__user")
    profile = get_object_or_404(profiles, practitioner__public_id=public_id)
    now = timezone.now()
    rules = queries.rules_of(queries.rule_set_on(timezone.localdate(now)))
    form = ProposalForm(request.POST or None, rules=rules)
    status = 200
    if request.method == "POST" and form.is_valid():
        entered = dict(form.cleaned_data)
        code, variant = entered.pop("item")
        try:
            record = services.propose_record(
                profile=profile, code=code, variant=variant, proposed_by=officer_of(request), now=now, **entered
            )
        except DomainError as error:
            form.add_error(None, str(error))
            status = error.status
        else:
            messages.success(
                request, _("The record is proposed. It does not count before it is decided and in effect.")
            )
            return redirect("credit:desk_record", pk=record.pk)
    return render(request, "credit/desk_propose.html", {"profile": profile, "form": form}, status=status)
