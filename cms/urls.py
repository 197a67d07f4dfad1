from django.urls import URLPattern, path

from cms import views

app_name = "cms"
urlpatterns: list[URLPattern] = [
    path("courses/<slug:code>/", views.course, name="course"),
    path("my/", views.my_home, name="my_home"),
    path("desk/", views.desk_home, name="desk_home"),
    path("search/", views.search, name="search"),
]
