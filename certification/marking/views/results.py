"""The exam officer's results: looked through, then released in a batch."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certification.marking import queries, services
from certification.marking.enums import Outcome, ResultState
from certification.marking.forms import ReleaseForm, ResultFilterForm
from certification.marking.models import Result
from lms.accounts.access import staff_permission_required
from lms.accounts.models import User

_PER_PAGE = 100


@never_cache
@require_safe
@staff_permission_required("marking.view_result")
def results(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    form = ResultFilterForm(request.GET)
    rows = queries.results_listed(user=user, chosen=form.chosen)
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    may_release = user.has_perm("marking.release_result")
    context = {
        "form": form,
        "page_obj": page,
        "may_release": may_release,
        "has_proposed": may_release and any(result.state == ResultState.PROPOSED for result in page),
        "unmarked": queries.attempts_unmarked().count(),
    }
    return render(request, "marking/results.html", context)


@never_cache
@require_POST
@staff_permission_required("marking.release_result")
def release(request: HttpRequest) -> HttpResponse:
    """First shows what would be released; with ``confirmed`` releases it."""
    user, form = cast("User", request.user), ReleaseForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Select the results to release first."))
        return redirect("marking:results")
    rows = Result.objects.visible_to(user).filter(pk__in=form.cleaned_data["result"], state=ResultState.PROPOSED)
    if "confirmed" not in request.POST:
        chosen = list(
            rows.select_related(
                "attempt__registration__practitioner", "attempt__registration__sitting__assessment"
            ).order_by("attempt__registration__sitting__code", "pk")
        )
        passed = sum(result.outcome == Outcome.PASS for result in chosen)
        context = {"results": chosen, "passed": passed, "failed": len(chosen) - passed}
        return render(request, "marking/release.html", context)
    released = services.release_results(results=list(rows), released_by=user, now=timezone.now())
    text = ngettext("%(count)s result released.", "%(count)s results released.", len(released))
    messages.success(request, text % {"count": len(released)})
    return redirect("marking:results")


@require_POST
@staff_permission_required("marking.release_result")
def mark_waiting(request: HttpRequest) -> HttpResponse:
    done, refusals = services.mark_waiting_attempts(now=timezone.now())
    for refusal in refusals:
        messages.error(request, refusal)
    if done:
        text = ngettext("%(count)s attempt marked.", "%(count)s attempts marked.", done)
        messages.success(request, text % {"count": done})
    elif not refusals:
        messages.info(request, _("No attempt waits for its marking."))
    return redirect("marking:results")
