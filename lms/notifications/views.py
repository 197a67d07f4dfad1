"""A person's own messages."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lms.accounts.access import user_of
from lms.notifications import services
from lms.notifications.queries import messages_of, unread_count

_PER_PAGE = 20


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def messages(request: HttpRequest) -> HttpResponse:
    """POST marks everything as read."""
    user = user_of(request)
    if request.method == "POST":
        services.mark_read(recipient=user, now=timezone.now())
        return redirect("notifications:messages")
    page = Paginator(messages_of(user), _PER_PAGE).get_page(request.GET.get("page"))
    unread = unread_count(user)
    return render(request, "notifications/messages.html", {"page_obj": page, "unread": unread})
