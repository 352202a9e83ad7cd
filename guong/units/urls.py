from django.urls import URLPattern, URLResolver, path

from guong.units import mandate_views, views

app_name = "units"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.tree, name="tree"),
    path("mandates/", mandate_views.own, name="own_mandates"),
    path("mandates/act-as/", mandate_views.act_as, name="act_as"),
    path("mandates/<uuid:uid>/end/", mandate_views.end, name="end_mandate"),
    path("mandates/<uuid:uid>/delegate/", mandate_views.delegate, name="delegate"),
    path("delegations/<uuid:uid>/revoke/", mandate_views.revoke, name="revoke"),
    path("<uuid:uid>/", views.unit, name="unit"),
    path("<uuid:uid>/mandates/", mandate_views.of_unit, name="mandates"),
    path("<uuid:uid>/mandates/give/", mandate_views.give, name="give_mandate"),
]
