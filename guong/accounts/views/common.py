"""What the ways in share: signing in on a device that is known, pages that the browser of a chat application gets."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from guong.accounts import sessions
from guong.accounts.models import User

UNPROCESSABLE = 422


def posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def shown(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    """A page with a form: 422 when it was sent and did not stand."""
    form = context.get("form")
    return render(request, template, context, status=UNPROCESSABLE if getattr(form, "errors", None) else 200)


def let_in(request: HttpRequest, user: User, *methods: str) -> HttpResponse:
    """Open a session; `methods` is how the person has shown who it is. Not for desk roles by one step."""
    if "mfa" not in methods and sessions.needs_two(user):
        return render(request, "account/second_step_missing.html", status=403)
    for method in methods:
        record_authentication(request, user, method, **({"reauthenticated": True} if method == "mfa" else {}))
    get_adapter().login(request, user)
    return redirect(get_next_redirect_url(request) or settings.LOGIN_REDIRECT_URL)
