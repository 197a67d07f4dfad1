from django.urls import path

from lms.notifications import views

app_name = "notifications"
urlpatterns = [path("my/messages/", views.messages, name="messages")]
