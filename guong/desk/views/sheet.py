"""The phone form: write, see what goes up, send. The form's id is made when it is opened, so a double send is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from guong.desk.forms.sheet import (
    PromiseForm,
    Sheet,
    pack_photos,
    promise_forms,
    sent_promise_forms,
    stated,
    unpack_photos,
)
from guong.desk.forms.sitting import LightForm, NilForm, SittingForm, WrittenForm
from guong.desk.lines import carried, field_labels, goes_up, stays_inside
from guong.desk.queries.held import merged
from guong.desk.queries.phone import sheet_data
from guong.desk.queries.sheet import Start, Typed, initial, photos_before, returned_reasons, start
from guong.desk.queries.standing import standing_lines
from guong.desk.views import held, phone
from guong.desk.words import due_words, first_capital, kind_word, word
from guong.files.actions import store
from guong.files.models import StoredFile
from guong.files.rules import Refused as FileRefused
from guong.jobs.clock import now, today
from guong.rounds.access import duty_for, held_one_for
from guong.rounds.actions import Declared, decide_held, hand_in
from guong.rounds.actions.photos import announced
from guong.rounds.checks import problems
from guong.rounds.content import Content, build
from guong.rounds.enums import PhotoUse
from guong.rounds.models import Duty
from guong.rounds.models import Held as Waited
from guong.rounds.queries import due_of
from guong.rounds.rules import Held, Incomplete, PlanAwaited, Refused
from guong.units.access import person_for, person_required
from guong.units.models import Person
from guong.units.queries import name_of

PromiseSet = forms.BaseFormSet[PromiseForm]
STEPS = frozenset({"csrfmiddlewaretoken", "step", "photos", "pages"})
LARGEST_PAGE = 20 * 2**20


@dataclass
class Page:
    """One sheet being filled in."""

    person: Person
    given: Start
    form: Sheet
    promises: PromiseSet | None
    page_problems: Sequence[str] = ()

    @property
    def duty(self) -> Duty:
        return self.given.duty

    @property
    def nil(self) -> bool:
        return isinstance(self.form, NilForm)


def _form(given: Start, *, nil: bool, data: Any = None, values: dict[str, Any] | None = None) -> Sheet:
    if nil:
        return NilForm(data, open_duties=given.together, initial=values)
    if given.light:
        return LightForm(data, open_duties=given.together, initial=values)
    if given.sitting:
        return SittingForm(data, agenda=given.agenda, open_duties=given.together, initial=values)
    return WrittenForm(data, open_duties=given.together, initial=values)


def _fresh(person: Person, given: Start, *, nil: bool, chosen: QueryDict) -> Page:
    typed, waited = _typed(person, given, chosen)
    values = {**typed.values, "uid": uuid7(), "held": waited, "photos": pack_photos(typed.minutes)}
    form = _form(given, nil=nil, values=values)
    return Page(person, given, form, None if nil else promise_forms(typed.rows, blank=0 if typed.rows else 1))


def _typed(person: Person, given: Start, chosen: QueryDict) -> tuple[Typed, UUID | None]:
    """What a sheet starts with, and what waited for a decision where the person chose from it."""
    if "held" not in chosen:
        return initial(given, now()), None
    try:
        waiting = held_one_for(person, UUID(str(chosen["held"])))
    except ValueError as error:
        raise Http404 from error
    if not waiting.duties.filter(pk=given.duty.pk).exists():
        raise Http404
    take = {name.removeprefix("take.") for name, value in chosen.items() if value == "kept"}
    return merged(given, waiting, take, now()), waiting.uid


def _again(person: Person, given: Start, data: QueryDict, refused: Sequence[str], *, nil: bool, blank: int) -> Page:
    """The form as it was typed, without judging it: after "one more", and on the way back from the preview."""
    bound = _form(given, nil=nil, data=data)
    values = {name: bound[name].data for name in bound.fields}
    if nil:
        return Page(person, given, _form(given, nil=True, values=values), None, refused)
    rows = [{name: row[name].data for name in row.fields} for row in sent_promise_forms(data).forms]
    return Page(person, given, _form(given, nil=False, values=values), promise_forms(rows, blank=blank), refused)


def _draw(request: HttpRequest, page: Page) -> HttpResponse:
    duty, given = page.duty, page.given
    labels = field_labels()
    reasons = returned_reasons(given.latest) if duty.returned_at else {}
    bad = page.form.is_bound
    context: dict[str, Any] = {
        "form": page.form,
        "promises": page.promises,
        "pages": unpack_photos(str(page.form["photos"].value() or "")),
        "page_problems": page.page_problems,
        "wrong": _wrong(page) if bad else [],
        "duty": duty,
        "due": due_words(due_of(duty)),
        "latest": given.latest,
        "listed": given.listed,
        "sitting": given.sitting and not page.nil and not given.light,
        "light": given.light and not page.nil,
        "plan_awaited": given.plan_awaited,
        "asked_by": due_words(duty.asked_by_at) if duty.asked_by_at else "",
        "nil": page.nil,
        "basis": _basis(duty),
        "returned": [(labels.get(name, _("The whole")), why) for name, why in reasons.items()],
        "standing": standing_lines(duty.unit, duty.phase, person=page.person, on=today()),
        "unit_name": name_of(duty.unit, today()),
        "title": first_capital(word("sitting_word") if given.sitting else kind_word(duty.kind)),
        "send_label": _("Send: {duty}").format(duty=kind_word(duty.kind)),
        "blank": None if page.promises is None else page.promises.empty_form,
        "back_url": reverse("desk:tasks"),
        "back_label": _("Back to the duties of the unit"),
    }
    context["sheet_data"] = sheet_data(given, context["pages"], nil=page.nil, title=context["title"], on=today())
    return phone.draw(request, "desk/form.html", context, status=422 if bad else 200)


def _wrong(page: Page) -> list[tuple[str, str]]:
    """(label, place on the page) of every field that needs another look, in the order of the sheet."""
    sheets: list[forms.BaseForm] = [page.form, *(page.promises.forms if page.promises is not None else ())]
    return [
        (str(field.label), field.id_for_label or f"{field.auto_id}_0")
        for sheet in sheets
        for field in sheet
        if field.errors and not field.is_hidden
    ]


def _basis(duty: Duty) -> str:
    """The first paper of the round, as it is cited."""
    first = duty.phase.round.basis.select_related("document").order_by("order").first()
    return (first.document.symbol or first.text) if first and first.document else (first.text if first else "")


def _stored_pages(request: HttpRequest) -> tuple[list[str], list[str]]:
    """(digests of the pages stored so far, sentences on those that were refused)."""
    kept, refused = unpack_photos(request.POST.get("photos", "")), []
    for page in request.FILES.getlist("pages"):
        if (page.size or 0) > LARGEST_PAGE:
            refused.append(_("The page is larger than 20 MB and was not stored. Take a smaller photo."))
            continue
        try:
            kept.append(store(content=page.read(), claimed_name=page.name or "").sha256)
        except FileRefused as problem:
            refused.append(str(problem))
    return list(dict.fromkeys(kept)), refused


def _judged(page: Page) -> Content | None:
    """The content when it can be sent; else the form says what is missing, beside each field."""
    valid = page.form.is_valid()
    rows_valid = page.promises.is_valid() if page.promises is not None else True
    if not valid:
        return None
    content = _content(page, rows=rows_valid)
    orders = set(page.given.orders)
    found = problems(content, today=today(), listed=page.given.listed, agenda=orders, light=page.given.light)
    if found:
        page.form.show_problems(_by_field(found, page.promises))
    return content if rows_valid and not found else None


def _content(page: Page, *, rows: bool = True) -> Content:
    """What was typed; `rows` says whether those of shortcomings and promises can be read."""
    if isinstance(page.form, NilForm):
        return page.form.content()
    findings, promises = stated(page.promises.forms if page.promises is not None and rows else ())
    assert isinstance(page.form, SittingForm | LightForm | WrittenForm)  # noqa: S101  narrows for the type checker
    return page.form.content(findings, promises)


def _by_field(found: dict[str, list[str]], rows: PromiseSet | None) -> dict[str, list[str]]:
    """Sentences on findings and promises go to their rows, the rest to the form."""
    left: dict[str, list[str]] = {}
    for name, sentences in found.items():
        kind, _dot, rest = name.partition(".")
        if kind not in {"findings", "promises"} or rows is None:
            left[name] = sentences
            continue
        order, _dot, field = rest.partition(".")
        of = [row for row in rows.forms if row.cleaned_data.get("words_found" if kind == "findings" else "words")]
        target = "words_found" if kind == "findings" and field == "words" else field
        row = of[int(order)] if int(order) < len(of) else None
        if row is None or target not in row.fields:
            left[name] = sentences
        else:
            for sentence in sentences:
                row.add_error(target, sentence)
    return left


def _preview(request: HttpRequest, page: Page, content: Content, photos: str) -> HttpResponse:
    up, _stays = build(content)
    duty = page.duty
    kinds = [one.kind for one in page.given.together if one.uid in content.duties]
    context = {
        "goes": goes_up(up, kinds=kinds, agenda=page.given.orders),
        "stays": stays_inside(content),
        "superior": name_of(duty.superior or duty.phase.round.owner, today()),
        "unit_name": name_of(duty.unit, today()),
        "carried": [*carried(request.POST, without=STEPS), ("photos", photos)],
        "send_label": _("Send: {duty}").format(duty=kind_word(duty.kind)),
        "back_url": request.path,
    }
    return render(request, "desk/preview.html", context)


def _send(request: HttpRequest, page: Page, content: Content) -> HttpResponse:
    up, stays = build(content)
    data = page.form.cleaned_data
    waited = held_one_for(page.person, data["held"]) if data["held"] else None
    earlier = _earlier(page, waited)
    stored = set(page.form.digests) - {one.sha256 for one in earlier}
    minutes = [] if page.nil else list(StoredFile.objects.filter(sha256__in=stored))
    try:
        hand_in(
            by=page.person,
            uid=data["uid"],
            duties=[one for one in page.given.together if one.uid in content.duties],
            up=up,
            stays=stays,
            written_at=data["written_at"],
            base=data["base"],
            minutes=minutes,
            declared=earlier,
        )
    except Incomplete as lacking:
        page.form.show_problems(_by_field(lacking.problems, page.promises))
        return _draw(request, page)
    except PlanAwaited as refused:
        messages.info(request, refused.sentence)
        return redirect("desk:tasks")
    except Held as refused:
        return _two_versions(request, page.person, refused)
    except Refused as refused:
        page.form.add_error(None, refused.sentence)
        return _draw(request, page)
    if waited is not None:
        decide_held(by=page.person, held=waited)
    messages.success(request, _("Sent."))
    return redirect("desk:receipt", data["uid"])


def _earlier(page: Page, waited: Waited | None) -> list[Declared]:
    """Photos that came in pieces with what this version is made from."""
    kept = [] if page.nil else photos_before(page.given, waited)
    return [announced(one) for one in kept if one.use == PhotoUse.PUBLIC or one.sha256 in page.form.digests]


def _two_versions(request: HttpRequest, person: Person, refused: Held) -> HttpResponse:
    """Kept, not taken: the answer shows both and asks for a decision."""
    if refused.kept is None:
        raise refused
    kept = held_one_for(person, refused.kept)
    return held.draw(request, kept, refusal=refused.sentence, status=409)


def _posted(request: HttpRequest, person: Person, given: Start, *, nil: bool) -> HttpResponse:
    step = request.POST.get("step", "preview")
    kept, refused = _stored_pages(request)
    data = request.POST.copy()
    data["photos"] = photos = pack_photos(kept)
    if step in {"more", "edit"}:
        return _draw(request, _again(person, given, data, refused, nil=nil, blank=1 if step == "more" else 0))
    form = _form(given, nil=nil, data=data)
    page = Page(person, given, form, None if nil else sent_promise_forms(data), refused)
    content = _judged(page)
    if content is None or refused:
        return _draw(request, page)
    return _send(request, page, content) if step == "send" else _preview(request, page, content, photos)


def _sheet(request: HttpRequest, uid: UUID, *, nil: bool) -> HttpResponseBase:
    person = person_for(request)
    given = start(duty_for(person, uid, to="report"))
    if request.method == "POST":
        return _posted(request, person, given, nil=nil)
    return _draw(request, _fresh(person, given, nil=nil, chosen=request.GET))


@person_required
def write(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    return _sheet(request, uid, nil=False)


@person_required
def nil(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Nothing to report is an answer of its own."""
    return _sheet(request, uid, nil=True)
