"""An outsider is asked about a draft: the link made and taken back by the unit, and the page that it opens.

The page shows one version and takes one opinion. It is kept by no browser and no proxy, tells no other site its
address, and says the same of a link that never was and of one that is closed.
"""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from guong.accounts.callers import address_of, wait
from guong.jobs.clock import now, today
from guong.registry.access import draft_for, invitation_of
from guong.registry.actions import answer_invitation, invite, open_invitation, revoke_invitation
from guong.registry.models import Invitation, OfficialDocument
from guong.registry.office_forms import InviteForm, WordsForm
from guong.registry.rules import Refused
from guong.registry.views.asking import Question, ask, of_paper, posted
from guong.registry.views.drafts import version_file
from guong.registry.views.shown import type_words
from guong.units.access import person_for, person_required
from guong.units.queries import name_of

LOOKS_A_MINUTE = 30
CLOSED, TOO_OFTEN = 410, 429
View = Callable[[HttpRequest, Invitation], HttpResponseBase]


@person_required
@sensitive_variables("token")
def add(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The link is shown once, on the page that follows."""
    person = person_for(request)
    found = draft_for(person, uid, today(), to="write")
    form = InviteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made, token = invite(by=person, document=found, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            link = request.build_absolute_uri(reverse("registry:invited", args=[token]))
            context = {"invitation": made, "link": link, "document": found, "type": type_words(found.type)}
            return _kept_nowhere(render(request, "registry/invitation.html", context))
    return ask(request, _question_of(found), lambda: None, form)


def _question_of(found: OfficialDocument) -> Question:
    return of_paper(
        found,
        _("Ask an outsider about: {paper}"),
        _(
            "Whoever has the link reads this one version and leaves an opinion; nothing else opens. It closes after the"
            " days below, when it is taken back, when a new version is laid or the paper goes for signing."
        ),
        _("Make the link"),
        "",
    )


@person_required
def revoke(request: HttpRequest, uid: UUID, invitation: UUID) -> HttpResponseBase:
    person = person_for(request)
    found = draft_for(person, uid, today(), to="write")
    row = get_object_or_404(Invitation.objects.select_related("draft__document"), uid=invitation, draft__document=found)
    question = of_paper(
        found,
        _("Take the link of {name} back?").format(name=row.name),
        _("It opens nothing from now on. An opinion that was given stays."),
        _("Take the link back"),
        _("The link is taken back."),
    )
    return ask(request, question, lambda: revoke_invitation(by=person, invitation=row))


# --- the other side


def _invited(view: View) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """The view for the invitation of the link; whoever looks too often waits."""

    @wraps(view)
    @sensitive_variables("token")
    def answer(request: HttpRequest, token: str) -> HttpResponseBase:
        seconds = wait(f"invited:{address_of(request)}", most=LOOKS_A_MINUTE)
        if seconds:
            response = _page(request, {"wait": seconds}, TOO_OFTEN)
            response["Retry-After"] = str(seconds)
            return response
        found = invitation_of(token, now())
        return _kept_nowhere(view(request, found)) if found else _page(request, {}, CLOSED)

    return answer


def _kept_nowhere(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _page(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    response = render(request, "registry/invited.html", context, status=status)
    _kept_nowhere(response)
    return response


@_invited
def invited(request: HttpRequest, found: Invitation) -> HttpResponseBase:
    """The version, and what the outsider says of it."""
    open_invitation(invitation=found)
    form = WordsForm(posted(request), initial={"words": found.text})
    if request.method == "POST" and form.is_valid():
        try:
            answer_invitation(invitation=found, text=form.cleaned_data["words"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            found.refresh_from_db(fields=["given_at", "sealed_text"])
    document = found.draft.document
    context = {
        "invitation": found,
        "draft": found.draft,
        "document": document,
        "type": type_words(document.type),
        "unit": name_of(document.keeper, today()),
        "form": form,
        "file_url": reverse("registry:invited_file", args=[request.resolver_match.kwargs["token"]])
        if found.draft.file and request.resolver_match
        else "",
    }
    return _page(request, context, 422 if form.errors else 200)


@_invited
def invited_file(request: HttpRequest, found: Invitation) -> HttpResponseBase:  # noqa: ARG001  (views take one)
    return version_file(found.draft)
