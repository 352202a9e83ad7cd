from django.urls import path

from guong.ui import gallery, views

app_name = "ui"
urlpatterns = [
    path("_ui/theme/", views.theme, name="theme"),
    path("_ui/language/", views.language, name="language"),
    path("_ui/", gallery.show, name="gallery"),
]
