from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "guong.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.portal import wiring

        wiring.connect()
