from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "guong.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.jobs import outbox, routines
        from guong.search import consumer

        outbox.register("search", consumer.TOPICS, consumer.handle, finish=consumer.finish)
        routines.register("search.check", consumer.check, beside=consumer.check_beside)
