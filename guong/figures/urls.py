from django.urls import path

from guong.figures import views

app_name = "figures"
urlpatterns = [path("<uuid:uid>/", views.walk_back, name="walk_back")]
