"""Sentences with holes for figures, and how a filled one reads in each language."""

from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from guong.figures.enums import Qualifier
from guong.figures.models import Publication
from guong.papers.models import Statement
from guong.units import queries as tree
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


def pieces(statement: Statement, language: str, *, public: bool = True) -> list[Text | Bound]:
    """The statement as text and bound numbers, in reading order."""
    bound = {figure.name: figure.publication for figure in statement.figures.select_related("publication")}
    words = settings.PACK.words[language.split("-", maxsplit=1)[0]]
    with override(language):
        sentence = str(TEMPLATES[statement.template].sentence)
    unit_name = tree.name_of(statement.round.owner, max(publication.on for publication in bound.values()))
    return list(_fill(sentence, bound, {**words, "unit": unit_name}, language, public))


def _fill(
    sentence: str, bound: dict[str, Publication], words: dict[str, str], language: str, public: bool
) -> Iterator[Text | Bound]:
    text = ""
    for literal, hole, _spec, _conversion in Formatter().parse(sentence):
        text += literal
        if hole in bound:
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
    return "".join(piece.text for piece in pieces(statement, language))
