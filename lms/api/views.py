"""The description for people and for programs, and the tokens of OAuth 2.0."""

from allauth.account.adapter import get_adapter
from allauth.idp.oidc.views import TokenView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from lms.api.description import describe
from lms.api.enums import Scope
from lms.api.operation_tables import list_operations
from lms.api.problems import problem, refuse
from lms.api.quotas import QuotaSpent, Window, key_windows, spend
from lms.api.refusals import NOT_THERE
from lms.api.site_api import PlatformApi

# Proving a client costs a password hash; a program needs a token an hour.
_TOKENS = Window("minute", 60, 20)
_TOKEN = TokenView.as_view()


@require_safe
def documentation(request: HttpRequest, api: PlatformApi) -> HttpResponse:
    schema = describe(api)
    context = {
        "schema": schema,
        "operations": list_operations(schema),
        "scopes": Scope.choices,
        "windows": key_windows(),
        "site_url": settings.SITE_URL,
    }
    return render(request, "api/documentation.html", context)


@require_safe
def openapi(request: HttpRequest, api: PlatformApi) -> HttpResponse:
    return JsonResponse(describe(api), json_dumps_params={"ensure_ascii": False, "indent": 1})


@csrf_exempt
@never_cache
@require_POST
def token(request: HttpRequest) -> HttpResponseBase:
    """A key's prefix and secret as client, by the grant client_credentials; answers as RFC 6749 has it."""
    try:
        spend(f"token {get_adapter().get_client_ip(request)}", cost=1, windows=[_TOKENS], now=timezone.now())
    except QuotaSpent as refusal:
        return refuse(request, refusal)
    answer: HttpResponseBase = _TOKEN(request)
    return answer


@csrf_exempt
def not_there(request: HttpRequest, path: str) -> HttpResponse:
    """To a program that lost its way, a refusal that it can read."""
    return problem(request, NOT_THERE)
