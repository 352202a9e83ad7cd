"""What the editor needs besides Wagtail's own screens."""

import mimetypes

from django.http import Http404, HttpRequest, HttpResponse
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

from guong.files.models import StoredFile
from guong.portal.models.storage import Originals


def original(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001  (Django calls it so)
    """The original of a picture, for editors (the door of `/cms/` has let them in)."""
    try:
        content = Originals().open(name).read()
    except StoredFile.DoesNotExist:
        raise Http404 from None
    return HttpResponse(content, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")


_catalog = JavaScriptCatalog.as_view(packages=["wagtail.admin", "guong.portal.overrides"])


def script_words(request: HttpRequest) -> HttpResponse:
    """What Wagtail's scripts say, in our words where Wagtail has none."""
    found: HttpResponse = get_localized_response(_catalog, request)
    return found
