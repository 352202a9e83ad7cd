from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "guong.figures"
    label = "figures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.figures import queries
        from guong.trail import checks

        checks.register("publications", queries.faults)
