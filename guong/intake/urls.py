from django.urls import path

from guong.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.home, name="home"),
    path("take/", views.take, name="take"),
    path("<uuid:uid>/", views.taken, name="taken"),
]
