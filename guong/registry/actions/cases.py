"""Case files: opened, filled, closed for good; and their printed forms, which live for a day."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from guong.files import joining, vault
from guong.files import queries as stored
from guong.files.models import StoredFile
from guong.files.rules import PDF
from guong.jobs.clock import now
from guong.keys import store as key_store
from guong.registry.actions.entries import write
from guong.registry.cases import contents_hash, largest_file, list_hash, printed, sorting_key
from guong.registry.enums import BuildKind
from guong.registry.models import CaseBuild, CaseFile, CaseItem, DocumentFile, OfficialDocument
from guong.registry.queries import papers_held_by
from guong.registry.rules import Refused, refuse_marks
from guong.render import case_file
from guong.units.models import Person, Unit

BUILD_KEPT = timedelta(days=1)
TOOLS = case_file.Tools(joining.counts, joining.joined)
_FAR = 15_000  # above every place of a list: lines step aside while they are put in order


@dataclass(frozen=True)
class OwnFile:
    """A file that is no paper of the register, with the line under which it is listed."""

    file: StoredFile
    title: str
    dated_on: date | None = None
    note: str = ""


@transaction.atomic
def open_case(
    *, by: Person, keeper: Unit, title: str, retention: str, opened_on: date, code: str = "", origin: UUID | None = None
) -> CaseFile:
    """A new case file. For an `origin` that has one, that one."""
    refuse_marks(title, code)
    _check(title, retention, opened_on)
    known = CaseFile.objects.filter(keeper=keeper, origin=origin).first() if origin else None
    if known is not None:
        return known
    case = CaseFile.objects.create(
        keeper=keeper,
        code=code.strip(),
        title=title.strip(),
        retention=retention,
        opened_on=opened_on,
        origin=origin,
        made_by=by,
    )
    write(by, "open_case", case.uid, {"keeper": str(keeper.uid), "retention": retention})
    return case


def _check(title: str, retention: str, on: date) -> None:
    if not title.strip():
        raise Refused(_("Not stored: the case file has no title."))
    if settings.PACK.entry("retention_periods", retention, on) is None:
        raise Refused(_("There was no such period of keeping on that day."))


@transaction.atomic
def edit_case(*, by: Person, case: CaseFile, title: str, retention: str, code: str) -> None:
    held = _open(case)
    refuse_marks(title, code)
    _check(title, retention, held.opened_on)
    held.title, held.retention, held.code = title.strip(), retention, code.strip()
    held.save(update_fields=["title", "retention", "code"])
    write(by, "edit_case", held.uid)


def add_to_case(
    *, by: Person, case: CaseFile, documents: Iterable[OfficialDocument] = (), files: Iterable[OwnFile] = ()
) -> int:
    """Put papers that lie with the keeper, and files of their own, into an open case file; how many came in anew."""
    wanted, own = {document.pk: document for document in documents}, list(files)
    pages = _pages([*_uncounted(wanted), *(each.file for each in own)])  # read before the transaction begins
    with transaction.atomic():
        return _added(by, _open(case), wanted, own, pages)


def _added(
    by: Person, held: CaseFile, wanted: Mapping[int, OfficialDocument], own: Sequence[OwnFile], pages: Mapping[int, int]
) -> int:
    there = set(held.items.values_list("document_id", flat=True))
    _refuse_strangers(held, wanted)
    place = max(held.items.values_list("order", flat=True), default=0)
    lines = [CaseItem(case=held, document=document) for key, document in wanted.items() if key not in there]
    lines += [_of_file(held, each, pages) for each in own]
    for order, line in enumerate(lines, start=place + 1):
        line.order = order
    CaseItem.objects.bulk_create(lines)
    for each in DocumentFile.objects.filter(document__in=wanted, pages__isnull=True, file__in=pages):
        DocumentFile.objects.filter(pk=each.pk).update(pages=pages[each.file_id])
    if lines:
        _put_in_order(held)
        write(by, "add_to_case", held.uid, {"count": len(lines)})
    return len(lines)


def _refuse_strangers(case: CaseFile, wanted: Collection[int]) -> None:
    if papers_held_by(case.keeper).filter(pk__in=wanted).count() != len(wanted):
        raise Refused(
            _("Only issued documents lie in a case file: those of the unit's register, and those that were sent to it.")
        )


def _of_file(case: CaseFile, own: OwnFile, pages: Mapping[int, int]) -> CaseItem:
    refuse_marks(own.title, own.note)
    return CaseItem(
        case=case,
        file=own.file,
        title=own.title.strip()[:300],
        dated_on=own.dated_on,
        note=own.note,
        pages=pages.get(own.file.pk),
    )


def _uncounted(papers: Collection[int]) -> list[StoredFile]:
    rows = DocumentFile.objects.filter(document__in=papers, pages__isnull=True)
    return [each.file for each in rows.select_related("file")]


def _pages(files: Iterable[StoredFile]) -> dict[int, int]:
    """Of the PDFs among them, by id, where they can be opened."""
    there = [file for file in files if file.media_type == PDF and file.taken_out_at is None]
    counted = joining.counts([stored.read(file) for file in there])
    return {file.pk: pages for file, pages in zip(there, counted, strict=True) if pages}


def _put_in_order(case: CaseFile) -> None:
    rows = list(case.items.select_related("document"))
    case.items.update(order=F("order") + _FAR)
    for order, item in enumerate(sorted(rows, key=sorting_key), start=1):
        CaseItem.objects.filter(pk=item.pk).update(order=order)


def replace_files(*, by: Person, case: CaseFile, files: Iterable[OwnFile]) -> None:
    """Files of the same title in the place of earlier ones: what is drawn up from a round, drawn up anew."""
    given = list(files)
    pages = _pages(each.file for each in given)
    with transaction.atomic():
        held = _open(case)
        held.items.filter(document__isnull=True, title__in=[each.title for each in given]).delete()
        _added(by, held, {}, given, pages)


@transaction.atomic
def remove_from_case(*, by: Person, case: CaseFile, item: int) -> None:
    """Take the line at a place out of an open case file; the paper stays in the register."""
    held = _open(case)
    removed, _rows = held.items.filter(order=item).delete()
    if removed:
        _put_in_order(held)
        write(by, "remove_from_case", held.uid)


@transaction.atomic
def close_case(*, by: Person, case: CaseFile, closed_on: date) -> None:
    """From now on nothing of it changes; `guong verify` holds its list against the hash that is kept here."""
    held = _open(case)
    if not held.items.exists():
        raise Refused(_("An empty case file is not closed. Put its documents in first."))
    if closed_on < held.opened_on:
        raise Refused(_("The case file closes before it was opened. Check the day."))
    held.closed_on, held.closed_sha256 = closed_on, list_hash(held)
    held.save(update_fields=["closed_on", "closed_sha256"])
    write(by, "close_case", held.uid, {"list": held.closed_sha256})


def _open(case: CaseFile) -> CaseFile:
    held = CaseFile.objects.select_for_update().select_related("keeper").get(pk=case.pk)
    if held.closed_on is not None:
        raise Refused(_("This case file is closed; nothing of it changes any more."))
    return held


# --- printed forms


def made(case: CaseFile, kind: str, step: case_file.Step | None = None) -> bytes:
    """The PDF or the archive of originals."""
    values = printed(case, now())
    if kind == BuildKind.ZIP:
        return case_file.archive(values, step)
    try:
        return case_file.pdf(values, TOOLS, step)
    except case_file.CannotJoin as error:
        raise Refused(_too_large(case)) from error


def _too_large(case: CaseFile) -> str:
    """What happened, which file weighs most, and what to do instead."""
    said = _(
        "The case file is too large to become one PDF: its pages took more than %(memory)s of memory or "
        "%(minutes)s minutes. Nothing of it is lost. Take its original files instead, or put a smaller file in the "
        "place of the largest."
    ) % {"memory": filesizeformat(joining.MEMORY), "minutes": joining.CPU_SECONDS // 60}
    largest = largest_file(case)
    if largest is None:
        return said
    name, size = largest
    return f"{said} {_('The largest is “%(name)s”, %(size)s.') % {'name': name, 'size': filesizeformat(size)}}"


def ask_build(*, by: Person, case: CaseFile, kind: str) -> tuple[CaseBuild, bool]:
    """The build for the contents as they are now, and whether it is a new one to be worked on."""
    contents = contents_hash(case)
    try:
        with transaction.atomic():
            CaseBuild.objects.filter(case=case, kind=kind, contents=contents, failed=True).delete()
            build, new = CaseBuild.objects.get_or_create(
                case=case, kind=kind, contents=contents, defaults={"asked_by": by, "asked_at": now()}
            )
    except IntegrityError:
        build, new = CaseBuild.objects.get(case=case, kind=kind, contents=contents), False
    return build, new


def work_on(build: CaseBuild) -> None:
    """Make it and keep it sealed; every step is written down for whoever waits."""

    def step(done: int, total: int) -> None:
        CaseBuild.objects.filter(pk=build.pk).update(done=done, total=total)

    content = made(build.case, build.kind, step)
    sha256 = hashlib.sha256(content).hexdigest()
    vault.put(sha256, content)
    CaseBuild.objects.filter(pk=build.pk).update(sha256=sha256)


def give_up(build_uid: UUID, why: str = "") -> None:
    CaseBuild.objects.filter(uid=build_uid).update(failed=True, why=why)


def expire_builds() -> None:
    """Throw away printed forms older than a day: their keys first, so that no backup opens them either."""
    _drop(CaseBuild.objects.filter(asked_at__lt=now() - BUILD_KEPT))


def drop_builds_with(document: OfficialDocument) -> None:
    """For whoever takes a paper out: no printed form with its pages stays behind."""
    _drop(CaseBuild.objects.filter(case__items__document=document))


def _drop(builds: Iterable[CaseBuild]) -> None:
    for build in list(builds):
        if build.sha256:
            key_store.forget(vault.KIND, build.sha256)
            vault.path(build.sha256).unlink(missing_ok=True)
        build.delete()
