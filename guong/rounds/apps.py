from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "guong.rounds"
    label = "rounds"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from datetime import timedelta

        from guong.jobs import schedule
        from guong.rounds import integrity, totals
        from guong.trail import checks

        checks.register("submissions", integrity.faults)
        schedule.register("rounds.keep_totals", timedelta(minutes=1), totals.keep_totals)
