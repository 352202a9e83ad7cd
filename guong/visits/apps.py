from datetime import timedelta

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "guong.visits"
    label = "visits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.jobs import schedule
        from guong.visits.actions import close_days

        schedule.register("visits.close_days", timedelta(hours=1), close_days)
