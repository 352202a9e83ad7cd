from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "guong.reviews"
    label = "reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.reviews import actions
        from guong.rounds import steps

        steps.HANDED_IN.append(actions.take_in)
        steps.PHASE_OPENED.append(actions.look_again)
