from datetime import timedelta

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "guong.rounds"
    label = "rounds"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:

        from guong.jobs import schedule
        from guong.rounds import integrity, passing, totals
        from guong.rounds.actions.passing import decide, pass_on
        from guong.rounds.actions.standing import open_months
        from guong.trail import checks
        from guong.units import steps

        checks.register("submissions", integrity.faults)
        steps.OPEN.append(passing.open_at)
        steps.GIVEN_BACK.append(passing.given_back)
        steps.CHANGED.append(decide)
        schedule.register("rounds.pass_on", timedelta(hours=1), pass_on)
        schedule.register("rounds.open_months", timedelta(hours=1), open_months)
        schedule.register("rounds.keep_totals", timedelta(minutes=1), totals.keep_totals)
