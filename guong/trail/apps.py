from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "guong.trail"
    label = "trail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.jobs import routines
        from guong.trail import actions, checks, sentences, signals

        routines.register("trail.seal", actions.seal_waiting)
        checks.register("trail", sentences.faults)
        signals.connect()
