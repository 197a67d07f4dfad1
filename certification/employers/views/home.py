"""An employer's page: the application, and behind its approval the lists."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certification.employers import services
from certification.employers.enums import MemberState
from certification.employers.forms import ApplicationForm, UploadForm
from certification.employers.queries import checks_of, membership_of
from lms.accounts.access import user_of
from lms.accounts.models import Organization

_PER_PAGE = 20


@never_cache
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    member = membership_of(user_of(request))
    if member is not None and member.state == MemberState.APPROVED and member.organization is not None:
        return _lists(request, member.organization)
    if member is not None and member.state == MemberState.APPLIED:
        return render(request, "employers/waiting.html", {"member": member})
    return render(request, "employers/apply.html", {"form": ApplicationForm(), "member": member})


def _lists(request: HttpRequest, organization: Organization) -> HttpResponse:
    page = Paginator(checks_of(organization), _PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "employers/checks.html", {"organization": organization, "form": UploadForm(), "page_obj": page}
    )


@never_cache
@login_required
@require_http_methods(["POST"])
def apply(request: HttpRequest) -> HttpResponse:
    form = ApplicationForm(request.POST)
    if form.is_valid():
        try:
            services.apply_for_access(user=user_of(request), now=timezone.now(), **form.cleaned_data)
        except services.AppliedAlready as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(
                request, _("Your application is with the association. You get a message once it is decided.")
            )
        return redirect("employers:home")
    return render(request, "employers/apply.html", {"form": form, "member": None}, status=400)
