from django.apps import AppConfig


class TallyConfig(AppConfig):
    name = "guong.tally"
    label = "tally"
    default_auto_field = "django.db.models.BigAutoField"
