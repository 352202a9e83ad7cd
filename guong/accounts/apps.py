from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from guong.ui.nav import NavItem, register


class AccountsConfig(AppConfig):
    name = "guong.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:

        register(NavItem(_("Password"), "account_change_password", 10, place="account", icon="key"))
        register(NavItem(_("Two-step sign-in"), "mfa_index", 20, place="account", icon="shield"))
        register(NavItem(_("Devices and sessions"), "usersessions_list", 30, place="account", icon="device"))
        register(NavItem(_("Sign out"), "account_logout", 90, place="account", icon="sign-out", method="post"))
