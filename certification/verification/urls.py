from django.urls import URLPattern, path

from certification.verification.views import documents, receipts, verify

app_name = "verification"
urlpatterns: list[URLPattern] = [
    path("verify/", verify.verify, name="verify"),
    path("verify/file/", verify.verify_file, name="file"),
    path("verify/again/", verify.verify_again, name="again"),
    path("verify/receipt/", receipts.receipt, name="receipt"),
    path("verify/<str:token>/", verify.verify_token, name="token"),
    path("verify/<str:reference>/credential/", documents.credential, name="credential"),
    path("log/proof/<str:reference>/", documents.proof, name="proof"),
]
