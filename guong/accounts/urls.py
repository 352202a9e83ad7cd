"""Signing in and what belongs to it. allauth's addresses have no namespace; those we do not use are shadowed."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from guong.accounts import views


def closed_logins(prefix: str, *, names: tuple[str, ...] = ("login/",)) -> list[URLPattern]:
    """Shadows of a library's own log-ins under `prefix` ("cms/"): include them before the library's addresses.

    Wagtail and Django's admin check a password alone there, so with two-step sign-in on, a POST would open a session.
    """
    return [path(f"{prefix}{name}", views.closed_login) for name in names]


UNUSED = ("signup/", "email/", "confirm-email/", "password/set/", "login/code/", "login/code/confirm/")

urlpatterns: list[URLPattern | URLResolver] = [
    *(path(address, views.nothing_here) for address in UNUSED),
    re_path(r"^confirm-email/", views.nothing_here),
    path("", include("allauth.account.urls")),
    path("two-step/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
