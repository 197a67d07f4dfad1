from django.urls import path

from courses.catalogue.views import desk, public

app_name = "catalogue"
urlpatterns = [
    path("courses/", public.course_list, name="list"),
    path("desk/runs/<slug:code>/publish/", desk.publish_run, name="publish_run"),
    path("desk/runs/<slug:code>/call-off/", desk.call_off_run, name="call_off_run"),
]
