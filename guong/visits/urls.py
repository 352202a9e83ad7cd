from django.urls import URLPattern, URLResolver, path

from guong.visits import views

app_name = "visits"
urlpatterns: list[URLPattern | URLResolver] = [path("_seen.gif", views.seen, name="seen")]
