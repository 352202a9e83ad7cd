"""A question before an act, with the form of what it needs; a refusal keeps what was typed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guong.files import rules as file_rules
from guong.files.actions import discard
from guong.files.models import StoredFile
from guong.registry.actions.uploading import Given, keep, look
from guong.registry.enums import Stage
from guong.registry.models import OfficialDocument
from guong.registry.rules import Refused, secrecy_warnings
from guong.registry.views.shown import clipped, type_words

Refusal = (Refused, file_rules.Refused)


@dataclass(frozen=True)
class Question:
    """`title` names object and act, `effect` what follows, `action` the button; `to` is where it leads once done.

    `of` names the page behind `back`; `about` says in full what the title had to cut.
    """

    title: str
    effect: str
    action: str
    done: str
    back: str
    of: str
    to: str = ""
    about: str = ""


def of_paper(paper: OfficialDocument, title: str, effect: str, action: str, done: str, *, to: str = "") -> Question:
    """A question on a paper. `title` has a place for {paper}: its symbol or type and, short, what it is about."""
    name = "registry:document" if paper.stage == Stage.ISSUED else "registry:draft"
    short = clipped(paper.abstract)
    said = paper.symbol or f"{type_words(paper.type)} “{short}”"
    about = paper.abstract if short != paper.abstract and not paper.symbol else ""
    of = paper.symbol or type_words(paper.type)
    return Question(
        title.replace("{paper}", said), effect, action, done, reverse(name, args=[paper.uid]), of, to, about
    )


def posted(request: HttpRequest) -> QueryDict | None:
    """What was posted; None on a mere look."""
    return request.POST if request.method == "POST" else None


def ask(
    request: HttpRequest, question: Question, work: Callable[[], object], form: forms.Form | None = None
) -> HttpResponse:
    """Ask on a look, act on a post. Where `work` made something, it gives the address of that."""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            made = work()
        except Refusal as refused:
            if form is None:
                messages.error(request, str(refused))
                return redirect(question.back)
            form.add_error(None, str(refused))
        else:
            messages.success(request, question.done)
            return redirect(made if isinstance(made, str) else question.to or question.back)
    status = 422 if form is not None and form.errors else 200
    return render(request, "registry/ask.html", {"question": question, "form": form}, status=status)


@contextmanager
def kept(request: HttpRequest, name: str = "file") -> Iterator[StoredFile | None]:
    """The file that came along, past the gate and stored for the act inside; where that is refused, it goes again."""
    given = request.FILES.get(name)
    file = keep(look(Given(given.name or "", given.read()))) if given else None
    try:
        yield file
    except Refused:
        if file:
            discard(file=file)
        raise


def warn_of_secrecy(request: HttpRequest, *texts: str) -> None:
    """Places that speak of secrecy do not refuse; a person looks at them."""
    for words in [words for text in texts for words in secrecy_warnings(text)][:3]:
        messages.warning(request, _("The text speaks of secrecy, look at this place: “{words}”.").format(words=words))
