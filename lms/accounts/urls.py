from django.urls import path, re_path

from lms.accounts.views import confirming, corrections, desk, my, single_sign_on

app_name = "accounts"
urlpatterns = [
    path("accounts/oidc/<str:provider_id>/login/", single_sign_on.begin_single_sign_on, name="begin_single_sign_on"),
    re_path(
        r"^accounts/confirm-email/(?P<key>[-:\w]+)/$", confirming.ConfirmAddressView.as_view(), name="confirm_address"
    ),
    path("my/profile/", my.profile, name="profile"),
    path("my/consent/", my.consent, name="consent"),
    path("desk/licenses/", desk.licenses, name="licenses"),
    path("desk/licenses/<int:pk>/verify/", desk.verify_license, name="verify_license"),
    path("desk/licenses/<int:pk>/refuse/", desk.refuse_license, name="refuse_license"),
    path("desk/people/<int:pk>/correct/", corrections.correct_practitioner, name="correct_practitioner"),
]
