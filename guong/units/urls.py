from django.urls import URLPattern, URLResolver, path

from guong.units import views

app_name = "units"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.tree, name="tree"),
    path("<uuid:uid>/", views.unit, name="unit"),
]
