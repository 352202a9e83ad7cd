"""What libraries would open besides the one sign-in."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.csrf import csrf_exempt


# No token is asked for: whatever is posted here is thrown away, the answer is always the way to the one log-in.
@csrf_exempt
def closed_login(request: HttpRequest) -> HttpResponse:
    """A log-in of a library, closed: it checks passwords alone and would walk around the second step."""
    target = request.GET.get("next", "")
    address = resolve_url("account_login")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        address += "?" + urlencode({"next": target})
    return HttpResponseRedirect(address, status=303)


def nothing_here(_request: HttpRequest) -> HttpResponse:
    raise Http404
