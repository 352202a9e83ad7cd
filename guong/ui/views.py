"""Look and language, kept in cookies, switched without script."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

YEAR = 365 * 24 * 3600


def back(request: HttpRequest) -> HttpResponseRedirect:
    """To `next` when it is an address of this host, else to the start."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if safe else "/")


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True)


# Without a CSRF token on purpose: public pages are kept as files and shared by all readers, a token would make each
# page personal; all a forged post can do is change a reader's colours or language.
@csrf_exempt
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    response = back(request)
    chosen = request.POST.get("theme", "")
    if chosen in {"light", "dark"}:
        _remember(response, "theme", chosen)
    else:
        response.delete_cookie("theme")
    return response


@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    response = back(request)
    chosen = request.POST.get("language", "")
    if check_for_language(chosen) and chosen in dict(settings.LANGUAGES):
        _remember(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response
