from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "guong.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"
