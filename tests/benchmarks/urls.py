from django.urls import include, path

from tests.benchmarks import floors

urlpatterns = [
    path("floor/look-up/<str:token>/", floors.look_up),
    path("floor/insert/<uuid:attempt_id>/", floors.insert),
    path("floor/list/", floors.list_courses),
    path("", include("lms.urls")),
]
