from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from guong.ui.nav import NavItem, register


class AccountsConfig(AppConfig):
    name = "guong.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.accounts import invitations, resets
        from guong.jobs import outbox

        outbox.register("accounts.invitations", {invitations.TOPIC}, invitations.send)
        outbox.register("accounts.resets", {resets.TOPIC}, resets.send)
        register(NavItem(_("Password"), "account_change_password", 10, has_password, place="account", icon="key"))
        register(NavItem(_("Two-step sign-in"), "mfa_index", 20, place="account", icon="shield"))
        register(NavItem(_("My devices"), "entry:devices", 30, place="account", icon="device"))
        register(NavItem(_("Sign out"), "account_logout", 90, place="account", icon="sign-out", method="post"))


def has_password(request: HttpRequest) -> bool:
    """Whoever came in by a printed slip has none."""
    return request.user.is_authenticated and request.user.has_usable_password()
