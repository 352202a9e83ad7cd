from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guong.visits.actions import hit

# A transparent picture of one point.
_DOT = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")


@require_safe
def seen(request: HttpRequest) -> HttpResponse:
    """The beacon of a public page. Never kept by anyone, so that each reader's browser fetches it."""
    if request.method == "GET":
        hit(request)
    return HttpResponse(_DOT, content_type="image/gif", headers={"Cache-Control": "no-store"})
