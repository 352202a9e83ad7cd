"""Sentences with holes for figures, and how a filled one reads in each language."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from guong.figures import rules
from guong.figures.enums import Qualifier
from guong.figures.models import Publication
from guong.figures.queries import compute
from guong.papers.models import BoundFigure, Statement
from guong.rounds.models import Phase
from guong.units import queries as tree
from guong.units.models import Unit
from guong.viet.numbers import format_number


@dataclass(frozen=True)
class Template:
    """A sentence: its holes are keys of `figures.definitions`; `floors` gives the step of those printed as floors."""

    key: str
    label: Promise
    sentence: Promise
    holes: tuple[str, ...]
    floors: dict[str, int]


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Bound:
    """A number in the sentence and the publication that it stands for."""

    text: str
    publication: Publication


TEMPLATES = {
    template.key: template
    for template in (
        Template(
            "held",
            _("Units that sat, sittings and attendances"),
            _(
                "To date {units_direct} {organisations_word} directly below {unit} have held their {sittings_word};"
                " over all levels {sittings} {sittings_word} with {seats} attendances."
            ),
            ("units_direct", "sittings", "seats"),
            {"seats": 50},
        ),
        Template(
            "took_part",
            _("Units that sat, and people who took part"),
            _(
                "To date {units_direct} {organisations_word} directly below {unit} have held their {sittings_word},"
                " with {people} people taking part over all levels."
            ),
            ("units_direct", "people"),
            {"people": 50},
        ),
    )
}


def number(publication: Publication, language: str, *, public: bool) -> str:
    """A published number in words of the language: plain, "more than N", unknown, or too small to show."""
    with override(language):
        if public and publication.suppressed:
            return gettext("fewer than ten")
        if publication.shown is None:
            return gettext("an unknown number of")
        text = format_number(publication.shown, lang=language)
        return gettext("more than %(number)s") % {"number": text} if publication.qualifier == Qualifier.FLOOR else text


Pieces = list[Text | Bound]


def read(statements: Sequence[Statement], language: str, *, public: bool = True) -> list[Pieces]:
    """Statements as text and bound numbers, in reading order; they come with their rounds' owners."""
    bound: dict[int, dict[str, Publication]] = defaultdict(dict)
    for figure in BoundFigure.objects.filter(statement__in=statements).select_related("publication"):
        bound[figure.statement_id][figure.name] = figure.publication
    names: dict[tuple[int, date], str] = {}
    found: list[Pieces] = []
    for one in statements:
        owner, on = one.round.owner, max(publication.on for publication in bound[one.pk].values())
        if (owner.pk, on) not in names:
            names[owner.pk, on] = tree.name_of(owner, on)
        found.append(_said(one.template, bound[one.pk], names[owner.pk, on], language, public=public))
    return found


def pieces(statement: Statement, language: str, *, public: bool = True) -> Pieces:
    """The statement as text and bound numbers, in reading order."""
    return read([statement], language, public=public)[0]


def draft(template: str, phase: Phase, *, on: date, known: datetime, language: str, public: bool = True) -> Pieces:
    """What a sentence would say of a phase; its publications are of this moment and stored nowhere."""
    chosen = TEMPLATES[template]
    owner: Unit = phase.round.owner
    bound: dict[str, Publication] = {}
    for hole in chosen.holes:
        figure = compute(hole, unit=owner, phase=phase, on=on, known=known)
        shown, qualifier = rules.shown_as(figure.value, chosen.floors.get(hole))
        bound[hole] = Publication(
            definition=hole,
            on=on,
            exact=figure.value,
            shown=shown,
            qualifier=qualifier,
            suppressed=rules.too_small(figure.definition, figure.value),
        )
    return _said(template, bound, tree.name_of(owner, on), language, public=public)


def _said(template: str, bound: Mapping[str, Publication], unit: str, language: str, *, public: bool) -> Pieces:
    words = settings.PACK.words[language.split("-", maxsplit=1)[0]]
    with override(language):
        sentence = str(TEMPLATES[template].sentence)
    return list(_fill(sentence, bound, {**words, "unit": unit}, language, public))


def _fill(
    sentence: str, bound: Mapping[str, Publication], words: dict[str, str], language: str, public: bool
) -> Iterator[Text | Bound]:
    text = ""
    for literal, hole, _spec, _conversion in Formatter().parse(sentence):
        text += literal
        if hole and hole in bound:
            if text:
                yield Text(text)
            text = ""
            yield Bound(number(bound[hole], language, public=public), bound[hole])
        elif hole:
            text += words[hole]
    if text:
        yield Text(text)


def plain(statement: Statement, language: str) -> str:
    """The whole sentence as text, for feeds, search and exports."""
    return joined(pieces(statement, language))


def joined(said: Pieces) -> str:
    return "".join(piece.text for piece in said)
