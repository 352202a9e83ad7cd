from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "guong.ops"
    label = "ops"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.files import queries as files
        from guong.trail import checks

        checks.register("files", files.faults)
