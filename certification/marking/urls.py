from django.urls import URLPattern, path

from certification.marking import views

app_name = "marking"
urlpatterns: list[URLPattern] = [
    path("my/assessments/", views.my_assessments, name="my_assessments"),
    path("my/assessments/<int:pk>/", views.my_assessment, name="my_assessment"),
    path("desk/marking/", views.desk, name="desk"),
    path("desk/marking/<int:pk>/", views.mark, name="mark"),
    path("desk/marking/<int:pk>/take/", views.take, name="take"),
    path("desk/marking/<int:pk>/return/", views.give_back, name="give_back"),
    path("desk/results/", views.results, name="results"),
    path("desk/results/release/", views.release, name="release"),
    path("desk/results/mark/", views.mark_waiting, name="mark_waiting"),
]
