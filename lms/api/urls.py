"""Where the API's description and its tokens are; ``lms.urls`` mounts it with the API that its routers have been added to."""

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.generic import RedirectView

from lms.api import views
from lms.api.site_api import PlatformApi


def addresses_of(api: PlatformApi) -> list[URLPattern | URLResolver]:
    return [
        path("docs", views.documentation, {"api": api}, name="api_documentation"),
        path("openapi.json", views.openapi, {"api": api}, name="api_openapi"),
        path("oauth/token", views.token, name="api_token"),
        path("", RedirectView.as_view(pattern_name="api_documentation"), name="api_home"),
        path("", api.urls),
        re_path(r"^(?P<path>.*)$", views.not_there, name="api_not_there"),
    ]
