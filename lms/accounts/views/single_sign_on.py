"""The step from our sign-in page to the provider's."""

from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache


@never_cache
def begin_single_sign_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """allauth's own, but for the way out: our policy lets no form lead to another site, not even by a redirect.

    A page that goes on by itself does; so the policy need not name the provider, nor whoever the provider asks in turn.
    """
    response: HttpResponse = openid_connect.login(request, provider_id)
    if isinstance(response, HttpResponseRedirect) and not url_has_allowed_host_and_scheme(
        response.url, {request.get_host()}
    ):
        return render(request, "socialaccount/login_redirect.html", {"redirect_to": response.url})
    return response
