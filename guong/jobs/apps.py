from datetime import timedelta

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "guong.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.jobs import schedule, statistics

        schedule.register("jobs.statistics", timedelta(hours=1), statistics.gather)
