"""The one door to Wagtail's administration."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView


@require_safe
def enter_administration(request: HttpRequest) -> HttpResponseBase:
    """Where Wagtail sends whom it does not let in. Its own door would take a password for enough: no second factor,
    no limits, no trail. Whoever is signed in and still not let in would come straight back from the sign-in page,
    so they are told what every screen of the staff tells them: that there is no such page.
    """
    if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    return RedirectView.as_view(pattern_name="account_login", query_string=True)(request)
