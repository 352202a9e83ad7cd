"""Public papers of the register as lists and pages show them (the fields of Decree 42/2022)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guong.files.models import StoredFile
from guong.portal.addresses import paper_url
from guong.registry.models import OfficialDocument
from guong.registry.queries import public_documents, states_on
from guong.ui.templatetags.ui import num


@dataclass(frozen=True)
class State:
    label: str | Promise
    css: str


STATES = {
    "not_yet": State(_("not yet in force"), "soon"),
    "in_force": State(_("in force"), "force"),
    "suspended": State(_("suspended"), "part"),
    "ended_in_part": State(_("ended in part"), "part"),
    "ended": State(_("ended"), "ended"),
}


@dataclass(frozen=True)
class Paper:
    """A public paper in a list. `symbol` is empty for a paper without number."""

    symbol: str
    type_label: str
    abstract: str
    issuer: str
    issued_on: date | None
    url: str
    state: State | None
    code: str = ""

    @property
    def name(self) -> str:
        return self.symbol or self.type_label


def type_label(document: OfficialDocument) -> str:
    return type_name(document.type)


def paper_of(document: OfficialDocument, day: date) -> Paper:
    return papers_of([document], day)[0]


def papers_of(documents: Iterable[OfficialDocument], day: date) -> list[Paper]:
    listed = list(documents)
    states = states_on(listed, day)
    return [_paper(one, states[one.pk]) for one in listed]


def _paper(document: OfficialDocument, state: str) -> Paper:
    return Paper(
        symbol=document.symbol,
        type_label=type_label(document),
        abstract=document.abstract,
        issuer=document.issuer.name if document.issuer else "",
        issued_on=document.issued_on,
        url=paper_url(document),
        state=STATES.get(state),
        code=state,
    )


def newest_papers(many: int, day: date) -> list[Paper]:
    return papers_of(papers()[:many], day)


def papers() -> QuerySet[OfficialDocument]:
    """Public papers, newest first."""
    return public_documents()


def type_name(code: str) -> str:
    """The label of a document type in the language of the page."""
    return str(settings.PACK.label("document_types", code, (get_language() or "vi")[:2]))


ENDINGS = {"application/pdf": "PDF", "image/jpeg": "JPG", "image/png": "PNG", "image/webp": "WEBP"}


def file_label(file: StoredFile) -> str:
    """PDF, 412 KB."""
    kind = ENDINGS.get(file.media_type, "XLSX" if "sheet" in file.media_type else "DOCX")
    return f"{kind}, {num(max(1, round(file.size / 1024)))} KB"


ACTIVE = {
    "based_on": _("based on"),
    "implements": _("implements"),
    "amends": _("amends"),
    "replaces": _("replaces"),
    "repeals": _("repeals"),
    "corrects": _("corrects"),
    "suspends": _("suspends"),
}
PASSIVE = {
    "based_on": _("basis of"),
    "implements": _("implemented by"),
    "amends": _("amended by"),
    "replaces": _("replaced by"),
    "repeals": _("repealed by"),
    "corrects": _("corrected by"),
    "suspends": _("suspended by"),
}
