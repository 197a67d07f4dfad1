"""One record at the desk: what is known, what happened, what can be done next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from certification.credit import forms, queries, services
from certification.credit.models import CreditRecord
from certification.credit.rules import may_be_revoked, next_move
from certification.credit.views.desk import officer_of
from lms.accounts.access import staff_permission_required
from lms.accounts.models import User
from lms.accounts.services import record_private_view
from lms.errors import DomainError

_Deed = Callable[[CreditRecord, User, dict[str, Any], datetime], CreditRecord]


@dataclass(frozen=True)
class Move:
    """A deed of the desk: its form, the permission it needs, the one service that does it, what to say before and after."""

    title: str | Promise
    text: str | Promise
    button: str | Promise
    done: str | Promise
    permission: str
    form: type[forms.MoveForm]
    deed: _Deed


MOVES: dict[str, Move] = {
    "notice": Move(
        _("Give notice"),
        _("The person is told what is held against them and has ten working days to state a position."),
        _("Give notice"),
        _("The person has been given notice."),
        "credit.add_creditrecord",
        forms.MoveForm,
        lambda record, actor, _entered, now: services.notice_record(record=record, actor=actor, now=now),
    ),
    "hear": Move(
        _("Close the hearing"),
        _("Enter the statement, or close the hearing once the period is over without one."),
        _("Close the hearing"),
        _("The hearing is closed."),
        "credit.add_creditrecord",
        forms.HearingForm,
        lambda record, actor, entered, now: services.hear_record(record=record, actor=actor, now=now, **entered),
    ),
    "decide": Move(
        _("Decide"),
        _("Each decider gives their own decision with its reason. The proposer is not among them."),
        _("Give my decision"),
        _("Your decision is recorded."),
        "credit.decide_creditrecord",
        forms.DecisionForm,
        lambda record, actor, entered, now: services.decide_record(
            record=record, decider=actor, agrees=entered["verdict"] == "agree", reason=entered["reason"], now=now
        ),
    ),
    "serve": Move(
        _("Serve the decision"),
        _(
            "Within three working days of the decision. From here the person has ten working days before it takes effect."
        ),
        _("Served"),
        _("Service is recorded."),
        "credit.add_creditrecord",
        forms.ServiceForm,
        lambda record, actor, entered, now: services.serve_record(record=record, actor=actor, now=now, **entered),
    ),
    "effect": Move(
        _("Let it take effect"),
        _("From today on the record counts. No record takes effect without a person."),
        _("Let it take effect"),
        _("The record is in effect."),
        "credit.decide_creditrecord",
        forms.EffectForm,
        lambda record, actor, entered, now: services.make_effective(record=record, actor=actor, now=now, **entered),
    ),
    "revoke": Move(
        _("Take it back"),
        _("The record stops counting today; what was computed on earlier days stays as it was."),
        _("Take it back"),
        _("The record is taken back."),
        "credit.decide_creditrecord",
        forms.RevocationForm,
        lambda record, actor, entered, now: services.revoke_record(record=record, actor=actor, now=now, **entered),
    ),
}


@require_GET
@staff_permission_required("credit.view_creditrecord")
def record(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    record_private_view(
        practitioner=found.profile.practitioner,
        viewer=officer_of(request),
        screen=f"desk/{found._meta.label_lower}/{found.pk}",
        now=timezone.now(),
    )
    return _page(request, found)


@require_POST
@staff_permission_required("credit.view_creditrecord")
def move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    found, deed = _find(request, pk), MOVES[name]
    if not request.user.has_perm(deed.permission):
        raise Http404
    form = deed.form(request.POST)
    status = 200
    if form.is_valid():
        try:
            deed.deed(found, officer_of(request), form.cleaned_data, timezone.now())
        except DomainError as error:
            form.add_error(None, str(error))
            status = error.status
        else:
            messages.success(request, str(deed.done))
            return redirect("credit:desk_record", pk=pk)
    return _page(request, found, bound={name: form}, status=status)


def _find(request: HttpRequest, pk: int) -> CreditRecord:
    records = CreditRecord.objects.visible_to(officer_of(request))
    related = ("profile__practitioner__employer", "rule_set", "certificate", "proposed_by")
    return get_object_or_404(records.select_related(*related), pk=pk)


def _page(
    request: HttpRequest, found: CreditRecord, *, bound: dict[str, forms.MoveForm] | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    names = [next_move(state=found.state, points=found.points)]
    names += ["revoke"] if may_be_revoked(state=found.state, code=found.code) else []
    names += [name for name in bound or {} if name not in names]
    standing = queries.score_profile(found.profile, now)
    before, after = queries.project_score(found, now)
    context = {
        "line": queries.record_lines([found], standing)[0],
        "steps": queries.steps_of(found),
        "moves": [
            (name, MOVES[name], (bound or {}).get(name) or MOVES[name].form())
            for name in names
            if name and request.user.has_perm(MOVES[name].permission)
        ],
        "standing": standing,
        "projected": (before, after),
        "deciders_needed": queries.deciders_needed(found, now),
        "today": timezone.localdate(now),
    }
    return render(request, "credit/desk_record.html", context, status=status)
