"""At every request: is the session still good enough, and is this the browser inside a chat application?"""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from guong.accounts import chat, sessions

MACHINES = "/api/"  # a program is told that nobody is signed in; what a device signed needs no session


class Entry:
    """A session that is not good enough ends here, whatever was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.outside = chat.outside(request)  # type: ignore[attr-defined]  # read by templates and views
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)  # a visitor: the page stays the same for all, and may be kept
        if not sessions.stands(request):
            logout(request)
            if request.path.startswith(MACHINES):
                return self.get_response(request)
            messages.error(request, _("This session has ended. Sign in again."))
            return redirect_to_login(request.get_full_path())
        if request.user.is_authenticated:
            sessions.note_use(request)
        return self.get_response(request)
