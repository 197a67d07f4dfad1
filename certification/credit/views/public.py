"""What anyone may look up about a person who agreed to it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certification.credit import queries


@require_safe
@never_cache
def public_profile(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same page for someone who does not publish and for someone who does not exist: neither is told apart."""
    profile = queries.public_profile(public_id, timezone.now())
    if profile is None:
        response = render(request, "credit/not_public.html", status=404)
    else:
        response = render(request, "credit/public_profile.html", {"profile": profile, "standing": profile.standing})
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response
