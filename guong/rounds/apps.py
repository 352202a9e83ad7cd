from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "guong.rounds"
    label = "rounds"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.rounds import integrity
        from guong.trail import checks

        checks.register("submissions", integrity.faults)
