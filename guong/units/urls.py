from django.urls import URLPattern, URLResolver, path

from guong.units.views import comparing, tree, unit

app_name = "units"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", tree.tree, name="tree"),
    path("compare/", comparing.compare, name="compare"),
    path("<uuid:uid>/", unit.unit, name="unit"),
    path("<uuid:uid>/below/", tree.below, name="below"),
]
