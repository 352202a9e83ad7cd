"""What the editor needs besides Wagtail's own screens."""

import mimetypes

from django.http import Http404, HttpRequest, HttpResponse

from guong.files.models import StoredFile
from guong.portal.models.storage import Originals


def original(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001  (Django calls it so)
    """The original of a picture, for editors (the door of `/cms/` has let them in)."""
    try:
        content = Originals().open(name).read()
    except StoredFile.DoesNotExist:
        raise Http404 from None
    return HttpResponse(content, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")
