"""Public pages read through a second connection, whose role sees public rows alone (see `role`)."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase

INSIDE = ("/desk/", "/cms/", "/accounts/", "/_util/", "/health/", "/api/v1/submissions/")
# Who asks, and which session it is, is read where it is written.
OF_THE_CALLER = {"accounts", "account", "auth", "mfa", "sessions", "usersessions", "axes"}
_public: ContextVar[bool] = ContextVar("public", default=False)


class PublicPages:
    """Marks requests for public pages for their length."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reads = request.method in {"GET", "HEAD"} and not request.path.startswith(INSIDE)
        token = _public.set(reads)
        try:
            return self.get_response(request)
        finally:
            _public.reset(token)


class PublicReads:
    """Sends what a public page reads to the portal's connection, where there is one."""

    def db_for_read(self, model: type[Model], **_hints: Any) -> str | None:
        if _public.get() and "portal" in settings.DATABASES and model._meta.app_label not in OF_THE_CALLER:
            return "portal"
        return None

    def db_for_write(self, _model: type[Model], **_hints: Any) -> str:
        return "default"

    def allow_relation(self, _one: Model, _other: Model, **_hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, _app_label: str, **_hints: Any) -> bool:
        return db == "default"
