"""Signing in and what belongs to it. allauth's addresses have no namespace; those we do not use are shadowed."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from guong.accounts.views import closed, passkeys, signing_in


def closed_logins(prefix: str, *, names: tuple[str, ...] = ("login/",)) -> list[URLPattern]:
    """Shadows of a library's own log-ins under `prefix` ("cms/"): include them before the library's addresses.

    Wagtail and Django's admin check a password alone there, so with two-step sign-in on, a POST would open a session.
    """
    return [path(f"{prefix}{name}", closed.closed_login) for name in names]


UNUSED = ("signup/", "email/", "confirm-email/", "password/set/", "login/code/", "login/code/confirm/")

urlpatterns: list[URLPattern | URLResolver] = [
    *(path(address, closed.nothing_here) for address in UNUSED),
    re_path(r"^confirm-email/", closed.nothing_here),
    path("login/", signing_in.sign_in, name="account_login"),
    path("login/name/", signing_in.by_name, name="by_name"),
    path("", include("allauth.account.urls")),
    path("two-step/webauthn/keys/<int:pk>/remove/", passkeys.remove, name="mfa_remove_webauthn"),
    path("two-step/", include("allauth.mfa.urls")),
]
