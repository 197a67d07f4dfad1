from django.urls import path

from lms.accounts.views import desk, my

app_name = "accounts"
urlpatterns = [
    path("my/profile/", my.profile, name="profile"),
    path("my/consent/", my.consent, name="consent"),
    path("desk/licences/", desk.licences, name="licences"),
    path("desk/licences/<int:pk>/verify/", desk.verify_licence, name="verify_licence"),
    path("desk/licences/<int:pk>/refuse/", desk.refuse_licence, name="refuse_licence"),
]
