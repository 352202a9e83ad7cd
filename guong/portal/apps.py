from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "guong.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        try:  # TEMP until registry, search and visits have landed
            from guong.portal import wiring  # noqa: PLC0415  models must be loaded before
        except ImportError:
            return
        wiring.connect()
