from django.urls import URLPattern, URLResolver, path

from guong.units.views import comparing, contacts, tree, unit

app_name = "units"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", tree.tree, name="tree"),
    path("compare/", comparing.compare, name="compare"),
    path("contacts/<uuid:uid>/show/", contacts.show, name="show_contact"),
    path("contacts/<uuid:uid>/hide/", contacts.hide, name="hide_contact"),
    path("<uuid:uid>/", unit.unit, name="unit"),
    path("<uuid:uid>/below/", tree.below, name="below"),
]
