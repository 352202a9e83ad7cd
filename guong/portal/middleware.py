"""The door of Wagtail's editor: one log-in, mandates, a looser content policy than the public pages have."""

from collections.abc import Callable
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url

from guong.jobs.clock import today
from guong.portal.access import editor
from guong.portal.rules import Refused

ROOT = "/cms/"
LOGINS = ("login/", "password_reset/")
# Accounts, groups and mandates are the desk's; official papers are the register's; the rest is set by the project.
CLOSED = (
    "users/", "groups/", "documents/", "sites/", "workflows/", "redirects/", "collections/", "snippets/", "reports/",
    "account/",
)  # fmt: skip
POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
}


class EditorsDoor:
    """Lets editors of today into `/cms/`, nobody else; what they send is one transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(ROOT):
            return self.get_response(request)
        rest = request.path.removeprefix(ROOT)
        if rest.startswith(LOGINS):
            return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?next={ROOT}")
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if editor(request, today()) is None:
            raise PermissionDenied
        if rest.startswith(CLOSED):
            raise Http404
        response = self.get_response(request)
        response._csp_replace = POLICY  # type: ignore[attr-defined]  # read by django-csp
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Wagtail publishes in several steps: together or not at all, with our entry of the trail."""
        if not request.path.startswith(ROOT) or request.method != "POST":
            return None
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except Refused as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(request.META.get("HTTP_REFERER", ROOT))
