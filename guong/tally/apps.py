from django.apps import AppConfig


class TallyConfig(AppConfig):
    name = "guong.tally"
    label = "tally"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.jobs import routines
        from guong.tally import checks, keeping
        from guong.trail.checks import register
        from guong.units import steps

        steps.CHANGED.append(keeping.end_layouts)
        routines.register("tally.keep", keeping.keep, beside=keeping.keep_beside)
        register("sums", checks.faults)
