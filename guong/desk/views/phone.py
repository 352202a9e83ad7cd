"""What makes the phone form live without a network: its worker, its manifest, what is kept, what lies there."""

import json
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from guong.desk.access import reports_for
from guong.desk.phone_words import words
from guong.desk.queries.phone import pages
from guong.desk.queries.tasks import tasks
from guong.jobs.clock import now
from guong.units.access import person_for, person_required

HERE = Path(__file__).parents[1] / "static" / "desk" / "phone"
ENTRIES = ("form", "kept", "tasks")
NOT_KEPT = {"worker"}
SHEETS = ("ui/ui.css", "desk/desk.css", "desk/phone/phone.css", "desk/sheet.js", "ui/mark.svg")


def on_phone(request: HttpRequest) -> dict[str, Any]:
    """What every page of the phone tells its scripts."""
    home = reverse("desk:tasks")
    return {
        "phone": {
            "person": str(person_for(request).uid),
            "kit": reverse("desk:kit"),
            "kept": reverse("desk:kept"),
            "worker": reverse("desk:worker"),
            "scope": home,
            "outside": getattr(request, "outside", None) is not None,
        },
        "phone_words": words(),
    }


def draw(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of the phone, marked with whom it was made for, so that the worker keeps it for nobody else."""
    response = render(request, template, {**context, **on_phone(request)}, status=status)
    response["Guong-Person"] = str(person_for(request).uid)
    return response


@person_required
def kit(request: HttpRequest) -> HttpResponseBase:
    person = person_for(request)
    found = {"person": str(person.uid), "pages": pages(tasks(reports_for(person), now()))}
    response = JsonResponse(found)
    response["Cache-Control"] = "private, no-store"
    return response


@person_required
def kept(request: HttpRequest) -> HttpResponseBase:
    """Queue, receipts and parcels of this device; the lists are drawn by the device itself."""
    context = {"back_url": reverse("desk:tasks"), "back_label": _("Back to the duties of the unit")}
    return draw(request, "desk/kept.html", context)


def _assets() -> list[str]:
    """Addresses of what a page of the phone is made of. Modules name each other without a digest."""
    modules = sorted(one.stem for one in HERE.glob("*.js") if one.stem not in NOT_KEPT)
    named = [static(name) for name in (*SHEETS, *(f"desk/phone/{entry}.js" for entry in ENTRIES))]
    return list(dict.fromkeys([*named, *(f"{settings.STATIC_URL}desk/phone/{module}.js" for module in modules)]))


def _digest() -> str:
    found = [finders.find(name) for name in SHEETS]
    files = [*sorted(HERE.glob("*")), *(Path(one) for one in found if one)]
    return sha256(b"".join(one.read_bytes() for one in files)).hexdigest()[:12]


_kept_digest: Callable[[], str] = cache(_digest)


@never_cache
def worker(_request: HttpRequest) -> HttpResponseBase:
    """The service worker: what it keeps, and by which version, stands before its text."""
    facts = {
        "VERSION": _digest() if settings.DEBUG else _kept_digest(),
        "FILES": _assets(),
        "STATIC": settings.STATIC_URL,
        "HOME": reverse("desk:tasks"),
    }
    head = "".join(f"self.{name} = {json.dumps(value)};\n" for name, value in facts.items())
    return HttpResponse(head + (HERE / "worker.js").read_text("utf-8"), content_type="text/javascript; charset=utf-8")


def manifest(_request: HttpRequest) -> HttpResponseBase:
    home = reverse("desk:tasks")
    icons = [
        {"src": static("desk/phone/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        *(
            {
                "src": static(f"desk/phone/icon-{side}.png"),
                "sizes": f"{side}x{side}",
                "type": "image/png",
                "purpose": use,
            }
            for side, use in ((192, "any"), (512, "any"), (512, "maskable"))
        ),
    ]
    said = {
        "name": _("Gương: duties of the unit"),
        "short_name": "Gương",
        "lang": "vi",
        "id": home,
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": "#faf8f4",
        "theme_color": "#8a1a1e",
        "icons": icons,
    }
    return JsonResponse(said, content_type="application/manifest+json")
