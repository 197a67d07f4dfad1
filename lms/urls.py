"""Every address of the site: each app brings its own, this file mounts them."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from certification.employers.api import router as employers_router
from certification.verification.api import router as verification_router
from lms import health
from lms.accounts.views.admin_door import enter_administration
from lms.api.site_api import make_api
from lms.api.urls import addresses_of

api = make_api()
api.add_router("", verification_router)
api.add_router("", employers_router)

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("i18n/", include("django.conf.urls.i18n")),
    # Ours first: of allauth's own screens, one is replaced.
    path("", include("lms.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include(addresses_of(api))),
    path("", include("lms.notifications.urls")),
    path("", include("courses.catalogue.urls")),
    path("", include("courses.enrollment.urls")),
    path("", include("courses.learning.urls")),
    path("", include("courses.hours.urls")),
    path("", include("certification.sittings.urls")),
    path("", include("certification.marking.urls")),
    path("", include("certification.certificates.urls")),
    path("", include("certification.verification.urls")),
    path("", include("certification.employers.urls")),
    path("", include("certification.credit.urls")),
    path("", include("cms.urls")),
    path("cms/login/", enter_administration),
    path("_util/login/", enter_administration),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
if not settings.S3_BUCKET:
    # Pictures of pages, public by nature; private files are in another storage that no address reaches.
    urlpatterns.append(path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}, name="media"))
urlpatterns.append(path("", include(wagtail_urls)))
