from django.urls import URLPattern, path

from certification.certificates.views import desk, my, verify

app_name = "certificates"
urlpatterns: list[URLPattern] = [
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:token>/", verify.verify_token, name="verify_token"),
    path("my/certificates/", my.my_certificates, name="my_certificates"),
    path("my/certificates/<uuid:uuid>/pdf/", my.download, name="download"),
    path("desk/certificates/", desk.register, name="desk"),
    path("desk/certificates/results/<int:pk>/issue/", desk.issue, name="issue"),
    path("desk/certificates/<uuid:uuid>/", desk.certificate_page, name="desk_certificate"),
    path("desk/certificates/<uuid:uuid>/<slug:change>/", desk.change_certificate, name="change"),
]
