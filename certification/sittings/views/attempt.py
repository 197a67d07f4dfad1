"""The timed attempt: the page, the saves, the handing in. Nothing of it stays in any cache."""

import json
import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certification.sittings import queries, rules, services, timing
from certification.sittings.models import Attempt
from certification.sittings.values import InvalidAnswer
from certification.sittings.views.wording import attempt_texts
from lms.accounts.access import practitioner_required
from lms.accounts.models import Practitioner
from lms.accounts.queries import practitioner_of
from lms.errors import DomainError


@never_cache
@require_safe
@practitioner_required
def attempt(request: HttpRequest, practitioner: Practitioner, attempt_id: uuid.UUID) -> HttpResponse:
    own, now = _own(practitioner, attempt_id), timezone.now()
    if not rules.is_open(own, now):
        return _ended(request, own)
    sheet = queries.sheet_of(own)
    state = {
        "id": str(own.pk),
        "secondsLeft": timing.seconds_left(deadline_at=own.deadline_at, now=now),
        "sequences": {item.position: item.sequence for item in sheet.items},
        "saveUrl": reverse("sittings:save", args=[own.pk]),
        "attemptUrl": reverse("sittings:attempt", args=[own.pk]),
        "signInUrl": reverse(settings.LOGIN_URL),
        "csrfCookie": settings.CSRF_COOKIE_NAME,
        "texts": attempt_texts(),
    }
    return render(request, "sittings/attempt.html", {"attempt": own, "sheet": sheet, "state": state})


@never_cache
@require_http_methods(["GET", "POST"])
def save(request: HttpRequest, attempt_id: uuid.UUID) -> JsonResponse:
    """POST ``{position, sequence, value}`` saves; GET tells the time left. Always JSON, refusals with a ``code``."""
    practitioner = practitioner_of(request.user)
    if not request.user.is_authenticated:
        return _refused("signed_out", _("You are signed out. Sign in again; your answers wait on this page."), 401)
    try:
        if practitioner is None:
            raise services.AttemptUnknown
        if request.method == "GET":
            return _time_left(practitioner, attempt_id)
        position, sequence, value = _read_body(request.body)
        saved = services.save_answer(
            attempt_id=attempt_id,
            practitioner=practitioner,
            position=position,
            sequence=sequence,
            value=value,
            now=timezone.now(),
        )
    except services.StaleAnswer as stale:
        return JsonResponse(
            {
                "code": "stale",
                "detail": str(stale),
                "stored": {"sequence": stale.stored.sequence, "value": stale.stored.value},
                "sent": {"sequence": sequence, "value": stale.sent},
                "secondsLeft": stale.seconds_left,
            },
            status=stale.status,
        )
    except DomainError as refusal:
        return _refused(_code(refusal), str(refusal), refusal.status)
    return JsonResponse({"position": saved.position, "sequence": saved.sequence, "secondsLeft": saved.seconds_left})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@practitioner_required
def submit(request: HttpRequest, practitioner: Practitioner, attempt_id: uuid.UUID) -> HttpResponse:
    own, now = _own(practitioner, attempt_id), timezone.now()
    if request.method == "POST":
        services.submit_attempt(attempt=own, now=now)
        messages.success(request, _("Your attempt is handed in."))
        return redirect("sittings:attempt", own.pk)
    if not rules.is_open(own, now):
        return redirect("sittings:attempt", own.pk)
    minutes = int(timing.seconds_left(deadline_at=own.deadline_at, now=now) // 60)
    context = {"attempt": own, "sheet": queries.sheet_of(own), "minutes_left": minutes}
    return render(request, "sittings/submit.html", context)


def _own(practitioner: Practitioner, attempt_id: uuid.UUID) -> Attempt:
    rows = Attempt.objects.filter(registration__practitioner=practitioner)
    return get_object_or_404(rows.select_related("registration__sitting__assessment"), pk=attempt_id)


def _ended(request: HttpRequest, own: Attempt) -> HttpResponse:
    sheet = queries.sheet_of(own)
    context = {"attempt": own, "sheet": sheet, "answered": len(sheet.items) - len(sheet.unanswered)}
    return render(request, "sittings/ended.html", context)


def _time_left(practitioner: Practitioner, attempt_id: uuid.UUID) -> JsonResponse:
    found, now = Attempt.objects.filter(pk=attempt_id, registration__practitioner=practitioner).first(), timezone.now()
    if found is None:
        raise services.AttemptUnknown
    left = timing.seconds_left(deadline_at=found.deadline_at, now=now)
    return JsonResponse({"open": rules.is_open(found, now), "secondsLeft": left})


def _read_body(body: bytes) -> tuple[int, int, object]:
    try:
        sent = json.loads(body)
        position, sequence, value = sent["position"], sent["sequence"], sent["value"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InvalidAnswer from None
    if type(position) is not int or type(sequence) is not int:
        raise InvalidAnswer
    return position, sequence, value


def _code(refusal: DomainError) -> str:
    if isinstance(refusal, services.DeadlinePassed):
        return "deadline_passed"
    if isinstance(refusal, services.AttemptEnded):
        return "ended"
    return "unknown" if isinstance(refusal, services.AttemptUnknown) else "refused"


def _refused(code: str, detail: str, status: int) -> JsonResponse:
    return JsonResponse({"code": code, "detail": detail}, status=status)
