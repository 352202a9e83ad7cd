from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "guong.rounds"
    label = "rounds"
    default_auto_field = "django.db.models.BigAutoField"
