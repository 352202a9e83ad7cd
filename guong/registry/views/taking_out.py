"""Taking a paper out for good."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from guong.accounts.fresh import freshly_confirmed
from guong.jobs.clock import today
from guong.registry import actions
from guong.registry.access import document_for
from guong.registry.forms import TakeOutForm
from guong.registry.views.asking import ask, of_paper, posted
from guong.registry.views.shown import type_words
from guong.units.access import person_for, person_required
from guong.units.enums import Verb


@person_required
def take_out(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    document_for(person_for(request), uid, today(), to=Verb.DIRECT)
    return _ask(request, uid)


@freshly_confirmed
def _ask(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Ask with a reason, then take out."""
    person = person_for(request)
    found = document_for(person, uid, today(), to=Verb.DIRECT)
    form = TakeOutForm(posted(request))
    question = of_paper(
        found,
        _("Take {paper} out for good?"),
        _(
            "Text, drafts, opinions, fields and files are removed here and closed in every backup, also in other"
            " registers that hold the same files. Number, mark of the content and reason stay. This cannot be undone."
        ),
        _("Take out for good"),
        _("{symbol} was taken out. Its number and the reason stay.").format(
            symbol=found.symbol or type_words(found.type)
        ),
    )
    return ask(
        request, question, lambda: actions.take_out(by=person, document=found, reason=form.cleaned_data["reason"]), form
    )
