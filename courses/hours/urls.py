from django.urls import path

from courses.hours import views

app_name = "hours"
urlpatterns = [
    path("my/hours/", views.my_hours, name="my_hours"),
    path("my/hours/<int:year>.xlsx", views.my_hours_workbook, name="my_hours_workbook"),
]
