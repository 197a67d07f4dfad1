from django.urls import URLPattern, path

from certification.verification.views import documents, verify

app_name = "verification"
urlpatterns: list[URLPattern] = [
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:token>/", verify.verify_token, name="token"),
    path("verify/<str:token>/credential/", documents.credential, name="credential"),
    path("log/proof/<str:reference>/", documents.proof, name="proof"),
]
