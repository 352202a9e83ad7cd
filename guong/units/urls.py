from django.urls import URLPattern, URLResolver, path

from guong.units.views import changes, comparing, contacts, mandates, plans, sheets, terms, tree, unit

app_name = "units"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", tree.tree, name="tree"),
    path("compare/", comparing.compare, name="compare"),
    path("changes/", changes.index, name="changes"),
    path("changes/new/<slug:kind>/", plans.new, name="new_change"),
    path("changes/sheet/<slug:sheet>/", sheets.new, name="new_sheet"),
    path("changes/plans/<uuid:uid>/", plans.plan, name="plan"),
    path("changes/plans/<uuid:uid>/edit/", plans.edit, name="edit_plan"),
    path("changes/plans/<uuid:uid>/carry-out/", plans.carry_out, name="carry_out"),
    path("changes/plans/<uuid:uid>/drop/", plans.drop, name="drop_plan"),
    path("changes/<uuid:act>/", changes.change, name="change"),
    path("changes/<uuid:uid>/take-back/", changes.take_back, name="take_back"),
    path("contacts/<uuid:uid>/show/", contacts.show, name="show_contact"),
    path("contacts/<uuid:uid>/hide/", contacts.hide, name="hide_contact"),
    path("mandates/", mandates.own, name="own_mandates"),
    path("mandates/act-as/", mandates.act_as, name="act_as"),
    path("mandates/<uuid:uid>/end/", mandates.end, name="end_mandate"),
    path("mandates/<uuid:uid>/delegate/", mandates.delegate, name="delegate"),
    path("delegations/<uuid:uid>/revoke/", mandates.revoke, name="revoke"),
    path("<uuid:uid>/terms/start/", terms.start, name="start_term"),
    path("<uuid:uid>/terms/<str:day>/", terms.correct, name="correct_term"),
    path("<uuid:uid>/terms/<str:day>/drop/", terms.drop, name="drop_term"),
    path("<uuid:uid>/mandates/", mandates.of_unit, name="mandates"),
    path("<uuid:uid>/mandates/give/", mandates.give, name="give_mandate"),
    path("<uuid:uid>/", unit.unit, name="unit"),
    path("<uuid:uid>/below/", tree.below, name="below"),
]
