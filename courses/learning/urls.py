from django.urls import path

from courses.learning.views import desk, mine

app_name = "learning"
urlpatterns = [
    path("my/courses/", mine.my_courses, name="my_courses"),
    path("my/courses/<int:pk>/", mine.my_course, name="my_course"),
    path("desk/runs/", desk.run_list, name="runs"),
    path("desk/runs/<slug:code>/", desk.roster, name="roster"),
    path("desk/runs/<slug:code>/<int:session_id>/close/", desk.close_session, name="close_session"),
    path("desk/runs/<slug:code>/<int:session_id>/<int:pk>/check-in/", desk.check_in, name="check_in"),
    path("desk/runs/<slug:code>/<int:session_id>/<int:pk>/undo/", desk.undo_check_in, name="undo_check_in"),
]
