"""Case files on the screen: list, contents, choosing papers, closing, taking away."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guong.files import vault
from guong.jobs.clock import today
from guong.registry.access import case_for, cases_for
from guong.registry.actions import cases as acts
from guong.registry.case_forms import CaseForm, CloseForm, OwnFileForm
from guong.registry.cases import files_of, is_small, items_of
from guong.registry.enums import BuildKind
from guong.registry.models import CaseBuild, CaseFile, CaseItem
from guong.registry.rules import Refused
from guong.registry.tasks import build_case
from guong.registry.views.asking import Question, ask, kept, posted
from guong.registry.views.shown import clipped, type_words
from guong.ui.export import table_response
from guong.units.access import holds, may, person_for, person_required
from guong.units.enums import Verb
from guong.units.models import Person
from guong.units.queries import names_of

PER_PAGE = 50
TYPES = {BuildKind.PDF: "application/pdf", BuildKind.ZIP: "application/zip"}


@person_required
def index(request: HttpRequest) -> HttpResponseBase:
    person, on = person_for(request), today()
    rows = cases_for(person, on)
    if request.GET.get("format") in {"xlsx", "csv"}:
        return _sheet(list(rows), request.GET["format"])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    may_open = holds(person, Verb.DIRECT, on)
    context = {"page": page, "periods": _periods(page.object_list), "may_open": may_open}
    return render(request, "registry/cases.html", context)


def _periods(cases: Any) -> list[tuple[CaseFile, str]]:
    return [(case, period_words(case)) for case in cases]


def period_words(case: CaseFile) -> str:
    return str(settings.PACK.label("retention_periods", case.retention, get_language() or "vi"))


def _sheet(cases: list[CaseFile], format: str) -> HttpResponse:
    names = names_of({case.keeper_id for case in cases}, today())
    columns = [
        _("Number and symbol of the case file"),
        _("Title"),
        _("Register of"),
        _("Kept for"),
        _("Opened on"),
        _("Closed on"),
    ]
    values = (
        (case.code, case.title, names.get(case.keeper_id, ""), period_words(case), case.opened_on, case.closed_on)
        for case in cases
    )
    return table_response(_("case-files"), columns, values, format)


@person_required
def show(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person, on = person_for(request), today()
    case = case_for(person, uid, on)
    items = items_of(case)
    if request.GET.get("format") in {"xlsx", "csv"}:
        return _contents_sheet(items, request.GET["format"])
    context = {
        "case": case,
        "period": period_words(case),
        "keeper": names_of([case.keeper], on).get(case.keeper_id, ""),
        "lines": [_line(item) for item in items],
        "may_change": case.closed_on is None and may(person, Verb.DIRECT, case.keeper, on),
    }
    return render(request, "registry/case.html", context)


def _line(item: CaseItem) -> dict[str, Any]:
    pages = [pages for _file, _title, pages in files_of(item)]
    return {
        "item": item,
        "type": type_words(item.document.type) if item.document else "",
        "pages": sum(page or 0 for page in pages) or None,
        "files": len(pages),
    }


def _contents_sheet(items: list[CaseItem], format: str) -> HttpResponse:
    columns = [_("No."), _("Number and symbol"), _("Date"), _("Issued by"), _("Type and abstract"), _("Pages")]
    values = []
    for item in items:
        paper, line = item.document, _line(item)
        values.append(
            (
                item.order,
                paper.symbol if paper else "",
                paper.issued_on if paper else item.dated_on,
                paper.issuer.name if paper and paper.issuer else "",
                f"{line['type']}: {paper.abstract}" if paper else item.title,
                line["pages"],
            )
        )
    return table_response(_("list-of-contents"), columns, values, format)


@person_required
def edit(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person, on = person_for(request), today()
    case = case_for(person, uid, on, change=True)
    form = CaseForm(posted(request), on=case.opened_on, initial=CaseForm.initial_from(case))
    question = _question(case, _("Change the case file"), "", _("Store"), _("Stored."))
    return ask(request, question, lambda: acts.edit_case(by=person, case=case, **form.cleaned_data), form)


@person_required
def add_file(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person, on = person_for(request), today()
    case = case_for(person, uid, on, change=True)
    form = OwnFileForm(posted(request), request.FILES or None)

    def work() -> None:
        with kept(request) as file:
            assert file is not None  # noqa: S101  (the form asks for one)
            own = acts.OwnFile(file, form.cleaned_data["title"], form.cleaned_data["dated_on"])
            acts.add_to_case(by=person, case=case, files=[own])

    question = _question(case, _("Add a file"), "", _("Add"), _("The file is in the case file."))
    return ask(request, question, work, form)


@person_required
def remove(request: HttpRequest, uid: UUID, item: int) -> HttpResponseBase:
    person = person_for(request)
    case = case_for(person, uid, today(), change=True)
    line = get_object_or_404(case.items.select_related("document"), order=item)
    name = (line.document.symbol or line.document.abstract) if line.document else line.title
    question = _question(
        case,
        _("Take “{name}” out of the case file?").format(name=clipped(name)),
        _("The document itself stays in the register."),
        _("Take out of the list"),
        _("The line is taken out of the list."),
    )
    return ask(request, question, lambda: acts.remove_from_case(by=person, case=case, item=item))


@person_required
def close(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person, on = person_for(request), today()
    case = case_for(person, uid, on, change=True)
    form = CloseForm(posted(request), initial={"closed_on": on})
    question = _question(
        case,
        _("Close the case file “{title}”?").format(title=clipped(case.title)),
        _("Afterwards nothing of it can be changed: no document is added or taken out."),
        _("Close the case file"),
        _("The case file is closed."),
    )
    return ask(
        request, question, lambda: acts.close_case(by=person, case=case, closed_on=form.cleaned_data["closed_on"]), form
    )


def _question(case: CaseFile, title: str, effect: str, action: str, done: str) -> Question:
    return Question(title, effect, action, done, reverse("registry:case", args=[case.uid]), of=case.title)


# --- taking it away


@person_required
def download(request: HttpRequest, uid: UUID, kind: str) -> HttpResponseBase:
    """The PDF or the archive: at once where it is small, by the worker where it is not."""
    person = person_for(request)
    case = case_for(person, uid, today())
    if kind not in BuildKind.values:
        raise Http404
    if is_small(case):
        try:
            content = acts.made(case, kind)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("registry:case", case.uid)
        return _attached(HttpResponse(content, content_type=TYPES[BuildKind(kind)]), case, kind)
    build, new = acts.ask_build(by=person, case=case, kind=kind)
    if new:
        build_case.enqueue(str(build.uid), get_language() or "vi")
    return redirect("registry:case_build", case.uid, build.uid)


def _attached(response: HttpResponse | StreamingHttpResponse, case: CaseFile, kind: str) -> HttpResponseBase:
    name = f"{case.code or _('case-file')}.{kind}".replace("/", "-")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "private, no-store"
    return response


def _build(person: Person, uid: UUID, build: UUID) -> CaseBuild:
    return get_object_or_404(CaseBuild.objects.select_related("case"), uid=build, case=case_for(person, uid, today()))


@person_required
def progress(request: HttpRequest, uid: UUID, build: UUID) -> HttpResponseBase:
    """How far the worker has come; asked again every two seconds where scripts run."""
    found = _build(person_for(request), uid, build)
    template = "registry/_case_build.html" if request.headers.get("HX-Request") else "registry/case_build.html"
    return render(request, template, {"build": found, "case": found.case})


@person_required
def built(request: HttpRequest, uid: UUID, build: UUID) -> HttpResponseBase:
    found = _build(person_for(request), uid, build)
    if not found.sha256:
        return redirect("registry:case_build", uid, build)
    content = StreamingHttpResponse(vault.stream(found.sha256), content_type=TYPES[BuildKind(found.kind)])
    return _attached(content, found.case, found.kind)
