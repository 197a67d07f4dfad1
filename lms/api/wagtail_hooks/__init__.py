"""Keys in Wagtail's admin: read, filtered and exported; made for whoever has no employer's page, and ended."""

from wagtail import hooks

from lms.api.wagtail_hooks.listing import ApiKeyViewSet

__all__ = ["ApiKeyViewSet"]


@hooks.register("register_admin_viewset")
def register_api_key_viewset() -> ApiKeyViewSet:
    return ApiKeyViewSet()
