from django.urls import URLPattern, path

from certification.sittings import views

app_name = "sittings"
urlpatterns: list[URLPattern] = [
    path("assessments/", views.assessments, name="list"),
    path("assessments/sittings/<slug:code>/register/", views.register, name="register"),
    path("assessments/sittings/<slug:code>/cancel/", views.cancel, name="cancel"),
    path("assessments/sittings/<slug:code>/start/", views.start, name="start"),
    path("assessments/<slug:code>/", views.assessment, name="assessment"),
    path("attempts/<uuid:attempt_id>/", views.attempt, name="attempt"),
    path("attempts/<uuid:attempt_id>/answers/", views.save, name="save"),
    path("attempts/<uuid:attempt_id>/submit/", views.submit, name="submit"),
]
