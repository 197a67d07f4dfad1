from django.urls import path

from courses.enrollment.views import desk, mine

app_name = "enrollment"
urlpatterns = [
    path("courses/runs/<slug:code>/enroll/", mine.enroll, name="enroll"),
    path("courses/runs/<slug:code>/wait/", mine.wait, name="wait"),
    path("my/courses/<int:pk>/cancel/", mine.cancel, name="cancel"),
    path("desk/runs/<slug:code>/places/<int:pk>/cancel/", desk.remove, name="remove"),
]
