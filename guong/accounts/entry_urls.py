"""The ways in that are our own. `vao/` is typed by hand from a printed slip."""

from django.urls import path

from guong.accounts.views import devices, invited, signing_in, slips

app_name = "entry"
urlpatterns = [
    path("vao/", slips.show, name="slip"),
    path("vao/<str:number>/", slips.show, name="slip_of"),
    path("accounts/slip/", slips.choose, name="choose"),
    path("accounts/pin/", signing_in.pin, name="pin"),
    path("accounts/pin/again/", signing_in.pin_again, name="pin_again"),
    path("accounts/pin/change/", signing_in.change_pin, name="change_pin"),
    path("accounts/invited/password/", invited.password, name="invited_password"),
    path("accounts/invited/second-step/", invited.second, name="invited_second"),
    path("accounts/invited/<str:key>/", invited.open_, name="invited"),
    path("accounts/devices/", devices.show, name="devices"),
    path("accounts/devices/others/", devices.end_others, name="end_others"),
    path("accounts/devices/<uuid:uid>/revoke/", devices.revoke, name="revoke"),
    path("accounts/sessions/<int:pk>/end/", devices.end_session, name="end_session"),
]
