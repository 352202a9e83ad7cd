"""Case files: what lies in them, in which order, with which hash; and their values for the printed form."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

import fontpkg_be_vietnam_pro
from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guong.files import queries as stored
from guong.files.models import StoredFile
from guong.files.rules import ENDINGS
from guong.keys.seal import KeyMissing, Tampered
from guong.registry.models import CaseFile, CaseItem, DocumentFile, OfficialDocument
from guong.render.case_file import Case, Item, Labels, Original
from guong.units.queries import name_of
from guong.viet.dates import format_date

FONTS = (str(fontpkg_be_vietnam_pro.ROOT / "files"),)
LARGEST_AT_ONCE = 4 * 2**20  # bytes of originals that a request joins well within two seconds
_NAMED = 80  # characters of a name within a sentence
MOST_AT_ONCE = 40  # papers, for the same reason


def items_of(case: CaseFile) -> list[CaseItem]:
    """The list of contents in its order, with what a page of it needs."""
    rows = case.items.select_related("document__issuer", "file").prefetch_related("document__document_files__file")
    return list(rows.order_by("order"))


def files_of(item: CaseItem) -> list[tuple[StoredFile, str, int | None]]:
    """Stored files of a line: with a title of its own where it has one, and its pages where they are known."""
    if item.document is None:
        return [(item.file, "", item.pages)] if item.file else []
    own: list[DocumentFile] = list(item.document.document_files.all())
    return [(each.file, each.title, each.pages) for each in own]


def largest_file(case: CaseFile) -> tuple[str, int] | None:
    """The heaviest file that lies in it: how its line is called, and its bytes."""
    weighed = [(item, file.size) for item in items_of(case) for file, _title, _pages in files_of(item)]
    if not weighed:
        return None
    item, size = max(weighed, key=lambda each: each[1])
    name = (item.document.symbol or item.document.abstract) if item.document else item.title
    return Truncator(name).chars(_NAMED), size


def sorting_key(item: CaseItem) -> tuple[date, int, str, int]:
    """By day, then by number, as an archive lists them; what has no day stands at the end."""
    document = item.document
    day = (document.issued_on if document else item.dated_on) or date.max
    digits = "".join(char for char in (document.number if document else "") if char.isdigit())
    return day, int(digits or 0), document.symbol_key if document else item.title, item.pk


def list_hash(case: CaseFile) -> str:
    """Of what a closed case file says of itself: title, code, period, keeper and the lines of its list."""
    lines = [
        [
            item.order,
            str(item.document.uid) if item.document else "",
            item.file.sha256 if item.file else "",
            item.title,
            item.dated_on.isoformat() if item.dated_on else "",
            item.note,
        ]
        for item in items_of(case)
    ]
    said = [str(case.uid), str(case.keeper.uid), case.code, case.title, case.retention, case.opened_on.isoformat()]
    return hashlib.sha256(json.dumps([said, lines], ensure_ascii=False).encode()).hexdigest()


def contents_hash(case: CaseFile) -> str:
    """Of what a printed form is made from: the list, and the files that are there now."""
    marks = [
        f"{file.sha256}{'' if file.taken_out_at is None else '-'}"
        for item in items_of(case)
        for file, _title, _pages in files_of(item)
    ]
    closed = case.closed_on.isoformat() if case.closed_on else ""
    return hashlib.sha256(json.dumps([list_hash(case), closed, marks, get_language()]).encode()).hexdigest()


def is_small(case: CaseFile) -> bool:
    """Joined within a request; anything larger is a task of the worker."""
    items = items_of(case)
    size = sum(file.size for item in items for file, _title, _pages in files_of(item))
    return len(items) <= MOST_AT_ONCE and size <= LARGEST_AT_ONCE


def case_of(origin: UUID) -> CaseFile | None:
    """The case file that was made from something of a higher room."""
    return CaseFile.objects.filter(origin=origin).select_related("keeper").first()


def faults() -> Iterator[str]:
    """Closed case files whose list is no longer the one that was closed."""
    for case in CaseFile.objects.filter(closed_on__isnull=False).select_related("keeper").order_by("pk").iterator():
        if list_hash(case) != case.closed_sha256:
            yield _("Case files: the list of “%(title)s” (%(uid)s) was altered after it was closed.") % {
                "title": case.title,
                "uid": case.uid,
            }


# --- values for the printed form


def language() -> str:
    return (get_language() or "vi")[:2]


def day(value: date | None) -> str:
    return format_date(value, lang=language()) if value else ""


def printed(case: CaseFile, at: datetime) -> Case:
    """The case file as the renderer takes it; files are opened one by one while it is set."""
    period = settings.PACK.label("retention_periods", case.retention, language())
    facts = [
        (_("Number and symbol of the case file"), case.code),
        (_("Kept for"), period[:1].upper() + period[1:]),
        (_("Opened on"), day(case.opened_on)),
        (_("Closed on"), day(case.closed_on)),
    ]
    return Case(
        keeper=name_of(case.keeper, case.opened_on),
        title=case.title,
        facts=tuple((label, value) for label, value in facts if value),
        items=tuple(_item(item) for item in items_of(case)),
        labels=_labels(),
        language=language(),
        fonts=FONTS,
        instant=int(at.timestamp()),
    )


def _item(item: CaseItem) -> Item:
    files = tuple(_original(file, title) for file, title, _pages in files_of(item))
    document = item.document
    if document is None:
        return Item(title=item.title, dated=day(item.dated_on), note=item.note, files=files)
    kind = settings.PACK.label("document_types", document.type, language())
    taken_out = document.taken_out_at is not None
    return Item(
        title=_("Taken out") if taken_out else f"{kind[:1].upper()}{kind[1:]}: {document.abstract}",
        symbol=document.symbol,
        dated=day(document.issued_on),
        issuer=document.issuer.name if document.issuer else "",
        note=item.note,
        files=files,
        text="" if files or taken_out else _text(document),
    )


def _text(document: OfficialDocument) -> str:
    try:
        return document.text
    except KeyMissing:
        return ""


def _original(file: StoredFile, title: str) -> Original:
    ending = ENDINGS.get(file.media_type, "bin")

    def load() -> bytes | None:
        try:
            return stored.read(file)
        except (stored.TakenOut, KeyMissing, Tampered):
            return None

    size = _("{n} kB").format(n=max(1, file.size // 1024))
    return Original(f"{title or file.sha256[:12]}.{ending}", file.media_type, file.sha256, size, load)


def _labels() -> Labels:
    return Labels(
        case=_("Case file").upper(),
        contents=_("List of contents"),
        order=_("No."),
        symbol=_("Number and symbol"),
        dated=_("Date"),
        title=_("Type and abstract"),
        pages=_("Pages"),
        from_page=_("From page"),
        not_appended=_("This file is no PDF, so its pages do not stand here. It lies among the original files."),
        unreadable=_(
            "This file could not be read within the limits of memory and time, so its pages do not stand here."
            " It lies among the original files."
        ),
        taken_out=_("This file was taken out. Its mark is kept, its content is not."),
        no_file=_("The register holds this document without a file."),
        total=_("{papers} documents, {pages} pages; the whole file has {whole} pages"),
    )
