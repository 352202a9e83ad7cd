"""The staff screen: paste a page, look at what was read, take it in."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guong.intake import queries
from guong.intake.access import import_for, owner_for
from guong.intake.actions import import_page, read
from guong.intake.forms import PageForm
from guong.intake.preview import count_of, groups, pieces
from guong.intake.rules import Refused
from guong.jobs.clock import today
from guong.portal.queries import edit_address
from guong.rounds.links import round_page
from guong.units.access import person_for, scope, verb_required
from guong.units.enums import Verb

PER_PAGE = 20
TRY = "mau"
SAMPLE = Path(__file__).parent / "samples" / "trang-mau.txt"


@verb_required(Verb.DIRECT)
def home(request: HttpRequest) -> HttpResponse:
    """The form, and what was taken in before; a POST shows what was read, and writes nothing."""
    form = PageForm(request.POST or None, request.FILES or None, initial={"content": _sample(request)})
    if request.method == "POST" and form.is_valid():
        try:
            return _preview(request, form.cleaned_data["content"])
        except Refused as refused:
            form.add_error(None, str(refused))
    earlier = queries.imports_of(scope(person_for(request), Verb.DIRECT, today()))
    page = Paginator(earlier, PER_PAGE).get_page(request.GET.get("page"))
    lines = [(each, each.fields["title"]["value"], round_page(each.round) if each.round else "") for each in page]
    return render(request, "intake/home.html", {"form": form, "page": page, "lines": lines})


def _sample(request: HttpRequest) -> str:
    """The sample page, for a trial on sample data."""
    return SAMPLE.read_text("utf-8") if settings.GUONG_SAMPLE and TRY in request.GET else ""


def _preview(request: HttpRequest, content: str) -> HttpResponse:
    page = read(content)
    found = groups(page)
    context = {
        "page": page,
        "groups": found,
        "count": count_of(found),
        "pieces": pieces(page, found),
        "units": queries.proposed_units(page, today()),
        "form": PageForm(initial={"content": content}),
    }
    return render(request, "intake/preview.html", context)


@require_POST
@verb_required(Verb.DIRECT)
def take(request: HttpRequest) -> HttpResponse:
    """Take the previewed page in: a draft article and the proposal of a round."""
    person = person_for(request)
    form = PageForm(request.POST)
    if not form.is_valid():
        return render(request, "intake/home.html", {"form": form, "lines": []}, status=400)
    try:
        found = import_page(by=person, content=form.cleaned_data["content"], owner=owner_for(person, today()))
    except Refused as refused:
        form.add_error(None, str(refused))
        return render(request, "intake/home.html", {"form": form, "lines": []}, status=400)
    messages.success(request, _("The page was taken in: an article in draft and a proposed round."))
    return redirect("intake:taken", uid=found.uid)


@verb_required(Verb.DIRECT)
def taken(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What an import made, and where to go on."""
    found = import_for(person_for(request), uid, today())
    context = {
        "found": found,
        "title": found.fields["title"]["value"],
        "article": edit_address(found.article) if found.article else "",
        "round_page": round_page(found.round) if found.round else "",
    }
    return render(request, "intake/taken.html", context)
