from django.urls import URLPattern, path, re_path

from certification.employers.views import checks, desk, holder, home, keys, webhooks

_FORM = r"(?P<form>xlsx|csv)"

app_name = "employers"
urlpatterns: list[URLPattern] = [
    path("my/checks/", holder.my_checks, name="my_checks"),
    path("my/employer/", home.home, name="home"),
    path("my/employer/apply/", home.apply, name="apply"),
    path("my/employer/checks/", checks.upload, name="upload"),
    re_path(rf"^my/employer/checks/template\.{_FORM}$", checks.template, name="template"),
    path("my/employer/checks/<uuid:uuid>/", checks.check, name="check"),
    path("my/employer/checks/<uuid:uuid>/progress/", checks.check_progress, name="check_progress"),
    path("my/employer/checks/<uuid:uuid>/result.xlsx", checks.download, {"form": "xlsx"}, name="result_xlsx"),
    path("my/employer/checks/<uuid:uuid>/result.csv", checks.download, {"form": "csv"}, name="result_csv"),
    path("my/employer/keys/", keys.keys, name="keys"),
    path("my/employer/keys/<int:pk>/end/", keys.end, name="end_key"),
    path("my/employer/webhooks/", webhooks.webhooks, name="webhooks"),
    path("my/employer/webhooks/<uuid:uuid>/", webhooks.webhook, name="webhook"),
    path("my/employer/webhooks/<uuid:uuid>/end/", webhooks.end, name="end_webhook"),
    path("my/employer/webhooks/<uuid:uuid>/<uuid:delivery>/replay/", webhooks.replay, name="replay"),
    path("desk/employers/", desk.employers, name="desk"),
    path("desk/employers/<int:pk>/", desk.employer, name="desk_employer"),
    path("desk/employers/<int:pk>/approve/", desk.approve, name="approve"),
    path("desk/employers/<int:pk>/decline/", desk.decline, name="decline"),
    path("desk/employers/<int:pk>/end/", desk.end, name="end_membership"),
    path("desk/employers/<int:pk>/keys/<int:key>/end/", desk.end_api_key, name="desk_end_key"),
]
