"""What a captured page would become: an article and the proposal of a round. Plain values; nothing is written here."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from guong.intake.captured.model import CapturedPage, CitedDocument, StatedOccasion, StatedPhase, Status
from guong.intake.rules import SOURCES
from guong.portal.values import ArticleValues
from guong.registry.queries import held
from guong.rounds.enums import Precision, StudyKind
from guong.rounds.proposals import (
    Proposal,
    ProposedBasis,
    ProposedFigure,
    ProposedOccasion,
    ProposedPhase,
    ProposedPoint,
    ProposedStudy,
)
from guong.viet.dates import Month, format_date


def article_of(page: CapturedPage) -> ArticleValues:
    """The article as the page states it; a date that it does not state is said to be unknown."""
    author = page.author
    office = " ".join(part.value for part in (author.office, author.body) if part.value)
    return ArticleValues(
        title=page.title.value or "",
        lead=page.lead.value or "",
        paragraphs=[paragraph.value for paragraph in page.body if paragraph.value],
        captions=[caption.value for caption in page.captions if caption.value],
        byline_name=author.person.value or "",
        byline_office=office,
        shown_on=page.published_on.value,
        date_unknown=page.published_on.status == Status.UNKNOWN,
    )


def proposal_of(page: CapturedPage) -> Proposal:
    """The round that the page tells of: papers, study, agenda, phases with occasions, figures with their readings."""
    with override(settings.LANGUAGE_CODE):
        return Proposal(
            basis=tuple(_basis(document) for document in page.documents),
            study=_study(page),
            agenda=tuple(ProposedPoint(text=point.value) for point in page.agenda if point.value),
            phases=_phases(page),
            figures=tuple(
                ProposedFigure(
                    measure=figure.measure,
                    value=figure.value,
                    words=figure.words.value or "",
                    qualifier="floor" if figure.floor else figure.qualifier,
                    readings=figure.readings,
                )
                for figure in page.figures
            ),
        )


def _basis(document: CitedDocument) -> ProposedBasis:
    words = settings.PACK.label("document_types", document.type or "", settings.LANGUAGE_CODE)
    text = _("%(type)s No. %(symbol)s") % {"type": words[:1].upper() + words[1:], "symbol": document.symbol}
    if document.issued_on.value:
        text = _("%(paper)s of %(day)s") % {"paper": text, "day": format_date(document.issued_on.value, style="text")}
    if document.issuer.value:
        text = _("%(paper)s by %(issuer)s") % {"paper": text, "issuer": document.issuer.value}
    return ProposedBasis(text=text, document=_held(document))


def _held(document: CitedDocument) -> UUID | None:
    found = held(document.symbol, document.issued_on.value)
    return found.uid if found else None


def _study(page: CapturedPage) -> tuple[ProposedStudy, ...]:
    items = [
        ProposedStudy(kind=StudyKind.WORK, text=work.title.value, author=work.author.value or "")
        for work in page.works
        if work.title.value
    ]
    items += [ProposedStudy(kind=StudyKind.TOPIC, text=topic.value) for topic in page.topics if topic.value]
    if page.tie.value:
        items.append(ProposedStudy(kind=StudyKind.TIE, text=page.tie.value))
    return tuple(items)


def _phases(page: CapturedPage) -> tuple[ProposedPhase, ...]:
    stated = [_stated_phase(phase, order) for order, phase in enumerate(page.phases, start=1)]
    later = [
        ProposedPhase(title=_("Phase %(order)s") % {"order": order}, occasions=tuple(_occasion(each) for each in group))
        for order, group in enumerate(page.later, start=len(stated) + 1)
    ]
    return (*stated, *later)


def _stated_phase(phase: StatedPhase, order: int) -> ProposedPhase:
    first, last = phase.first.value, phase.last.value
    return ProposedPhase(
        title=_("Phase %(order)s") % {"order": phase.order.value or order},
        starts_on=_first_day(first) if first else None,
        ends_on=_first_day(_after(last)) if last else None,
        precision=Precision.MONTH,
        dates_derived=Status.DERIVED in {phase.first.status, phase.last.status},
        occasions=tuple(_occasion(each) for each in phase.occasions),
    )


def _occasion(stated: StatedOccasion) -> ProposedOccasion:
    return ProposedOccasion(
        name=stated.subject.value or "",
        years=stated.ordinal,
        on=stated.on.value,
        derived=stated.on.status == Status.DERIVED,
        derived_from=str(SOURCES.get(stated.on.source, "")),
    )


def _first_day(month: Month) -> date:
    return date(month.year, month.month, 1)


def _after(month: Month) -> Month:
    return Month(month.year + month.month // 12, month.month % 12 + 1)
