from datetime import timedelta

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "guong.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.files import actions, arriving
        from guong.jobs import schedule

        schedule.register("files.sweep", timedelta(days=1), actions.sweep)
        schedule.register("files.sweep_arriving", timedelta(hours=1), arriving.sweep)
