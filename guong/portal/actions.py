"""Making, reviewing, publishing and withdrawing articles. The editor's acts end here too (`wagtail_hooks`)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.images import ImageFile
from django.db import transaction
from django.db.models import Model
from django.utils.html import format_html
from django.utils.translation import gettext, override
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.images.models import Image
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.rich_text import RichText

from guong.files.actions import take_out
from guong.files.models import StoredFile
from guong.jobs.clock import now, today
from guong.jobs.outbox import tell
from guong.papers.models import Statement
from guong.portal.access import EDITORS
from guong.portal.enums import Basis
from guong.portal.models import ArticlePage, Correction, HomePage, NewsIndexPage, Picture, Section, UsedStatement
from guong.portal.queries import CARD, SMALL, WIDE, picture_ids, statement_uids, text_of
from guong.portal.rules import Refused, check_photo
from guong.portal.values import ArticleValues, Block, Contact, Heading, Paragraph, Photo, Quote, StatementUse
from guong.registry.actions import record_citations
from guong.trail.actions import record
from guong.units.models import Person, Unit
from guong.viet.fold import fold

SHOWN_AT_ONCE = (CARD, SMALL, WIDE)
# Under which name bytes were kept: cleaning a picture takes a while and always gives the same.
_names: dict[str, str] = {}
_publishing: ContextVar[tuple[Person | None] | None] = ContextVar("publishing", default=None)


@contextmanager
def _by(person: Person | None) -> Iterator[None]:
    """Who publishes, while Wagtail does it: its signal comes back to `note_published` and `note_withdrawn`."""
    token = _publishing.set((person,))
    try:
        yield
    finally:
        _publishing.reset(token)


def publisher(otherwise: Person | None) -> Person | None:
    """The person for whom an action is publishing just now, else the one behind the editor's request."""
    given = _publishing.get()
    return given[0] if given else otherwise


def _uid(by: Person | None) -> UUID | None:
    return by.uid if by else None


def _told(page: ArticlePage) -> None:
    tell("public.changed", f"article:{page.uid}")


@transaction.atomic
def make_site(
    *,
    by: Person | None = None,
    name: str,
    subtitle: str,
    hostname: str,
    port: int,
    sections: Sequence[str],
    unit: Unit | None = None,
    contact: Contact | None = None,
) -> HomePage:
    """Lay out the portal of an installation: front page, news list, sections, review, editors' rights.

    Called again, it changes name, subtitle and address and adds sections.
    """
    given = contact or Contact()
    front = HomePage.objects.first() or HomePage(slug="home")
    front.title, front.subtitle, front.unit = name, subtitle, unit or front.unit
    front.office, front.address, front.phone = given.office, given.address, given.phone
    front.email, front.responsible = given.email, given.responsible
    if front.pk is None:
        _take_the_root(front)
    front.save_revision(user=by.user if by else None).publish(skip_permission_checks=True)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": hostname, "port": port, "root_page": front, "site_name": name[:255]}
    )
    for order, section in enumerate(sections):
        Section.objects.get_or_create(name=section, defaults={"slug": slug_of(section), "order": order})
    _give_editors_their_rights(front)
    record(by=_uid(by), what="portal.make_site", on=str(front.pk))
    return front


def _take_the_root(front: HomePage) -> None:
    """In place of the welcome page that Wagtail's first migration makes."""
    root = Page.get_first_root_node()
    Site.objects.all().delete()
    for welcome in root.get_children():
        welcome.delete()
    root = Page.get_first_root_node()
    root.add_child(instance=front)
    with override(settings.LANGUAGE_CODE):
        front.add_child(instance=NewsIndexPage(title=gettext("News"), slug="tin-tuc"))


def _give_editors_their_rights(front: HomePage) -> None:
    """Editors write, review and publish below the front page, and keep pictures. Nothing else of Wagtail opens."""
    group, new = Group.objects.get_or_create(name=EDITORS)
    if not new:
        return
    group.permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.create(group=group, page=front, permission=_permission(Page, codename))
    for codename in ("add_image", "change_image", "choose_image"):
        GroupCollectionPermission.objects.create(
            group=group, collection=Collection.get_first_root_node(), permission=_permission(Image, codename)
        )
    with override(settings.LANGUAGE_CODE):
        review = Workflow.objects.create(name=gettext("Review of news"))
        task = GroupApprovalTask.objects.create(name=gettext("Review by the editors"))
    task.groups.add(group)
    WorkflowTask.objects.create(workflow=review, task=task)
    WorkflowPage.objects.create(workflow=review, page=front)


def _permission(model: type[Model], codename: str) -> Permission:
    kind = ContentType.objects.get_for_model(model)
    made, _created = Permission.objects.get_or_create(content_type=kind, codename=codename, defaults={"name": codename})
    return made


@transaction.atomic
def save_article(
    *, by: Person | None, values: ArticleValues, article: UUID | None = None, author: Person | None = None
) -> UUID:
    """Write a draft: a new article, or a new version of `article` (what is published stays until it is published
    again). Returns the article's uid. Raises ArticlePage.DoesNotExist for an unknown one, Refused for a bad picture
    and for a line that is longer than its field.
    """
    _check_lengths(values)
    page = ArticlePage.objects.get(uid=article).get_latest_revision_as_object() if article else ArticlePage(live=False)
    _fill(page, values, author)
    user = by.user if by else None
    if article is None:
        parent = NewsIndexPage.objects.get()
        page.slug = free_slug(values.title, parent)
        page.unit = parent.get_parent().specific.unit
        parent.add_child(instance=page)
    page.save_revision(user=user, log_action=True)
    record(by=_uid(by), what="portal.save_article", on=page.uid)
    return page.uid


def _check_lengths(values: ArticleValues) -> None:
    for name in ("lead", "byline_name", "byline_office", "source"):
        field = ArticlePage._meta.get_field(name)
        if len(getattr(values, name)) > (field.max_length or 0):
            raise Refused(
                gettext("“%(field)s” is longer than %(most)d characters. Nothing was stored.")
                % {"field": field.verbose_name, "most": field.max_length}
            )


def _fill(page: ArticlePage, values: ArticleValues, author: Person | None) -> None:
    page.title = page.draft_title = values.title[:255]
    page.lead = values.lead
    page.body = body_of(values)
    page.byline_name, page.byline_office = values.byline_name, values.byline_office
    page.shown_on, page.date_unknown = values.shown_on, values.date_unknown
    page.source, page.source_url = values.source, values.source_url
    page.section = Section.objects.get(name=values.section) if values.section else None
    page.author = author or page.author


def body_of(values: ArticleValues) -> list[tuple[str, Any]]:
    """The blocks of an article as Wagtail takes them; pictures that are new are kept on the way."""
    return [_block(block) for block in values.body or _laid_out(values)]


def _laid_out(values: ArticleValues) -> Iterator[Block]:
    """Photos after the first paragraphs, the sentence with figures after the first, bare captions at the end."""
    photos = list(values.photos)
    for index, text in enumerate(values.paragraphs):
        yield Paragraph(text)
        if index == 0 and values.statement:
            yield StatementUse(values.statement)
        if photos:
            yield photos.pop(0)
    yield from photos
    yield from (Photo(caption=caption) for caption in values.captions)


def _block(block: Block) -> tuple[str, Any]:
    match block:
        case Paragraph(text):
            return "paragraph", RichText(format_html("<p>{}</p>", text))
        case Heading(text):
            return "heading", text
        case Quote(text, who):
            return "quote", {"text": text, "who": who}
        case StatementUse(statement):
            return "statement", str(statement)
        case Photo():
            return "photo", _photo(block)


def _photo(photo: Photo) -> dict[str, Any]:
    picture = Picture.objects.get(uid=photo.picture) if photo.picture else None
    if photo.content:
        picture = keep_picture(
            content=photo.content, title=photo.alt or photo.caption, credit=photo.credit, basis=photo.basis
        )
    texts = {"caption": photo.caption, "credit": photo.credit, "alt": photo.alt}
    return {"picture": picture, **texts, "basis": photo.basis.value, "wide": photo.wide}


def keep_picture(*, content: bytes, title: str, credit: str, basis: Basis) -> Picture:
    """The picture with this content, made when it is new. Raises files.rules.Refused for what is no raster image."""
    given = sha256(content).hexdigest()
    known: Picture | None = Picture.objects.filter(file=_names.get(given, "")).first()
    if known:
        return known
    picture = Picture(title=(title or "—")[:255], credit=credit[:200], basis=basis)
    picture.file.save("picture", ImageFile(BytesIO(content), name="picture"), save=False)
    _names[given] = picture.file.name
    known = Picture.objects.filter(file=picture.file.name).first()
    if known:
        return known
    picture._set_image_file_metadata()
    picture.save()
    return picture


def slug_of(text: str) -> str:
    """The words in plain letters, joined by hyphens, at most 80 long."""
    words = "".join(char if char.isascii() and char.isalnum() else " " for char in fold(text)).split()
    return "-".join(words)[:80].rstrip("-") or "tin"


def free_slug(title: str, parent: Page) -> str:
    """The slug of a title, with a number when another article has it already."""
    base = slug_of(title)
    taken = set(parent.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    return next(s for n in range(1, len(taken) + 2) if (s := base if n == 1 else f"{base}-{n}") not in taken)


@transaction.atomic
def submit_article(*, by: Person | None, article: UUID) -> None:
    """Send the latest draft to review; sent again after a return, the same review goes on."""
    page = ArticlePage.objects.get(uid=article)
    user = by.user if by else None
    review = page.current_workflow_state
    if review is None:
        page.get_workflow().start(page, user)
    elif review.status == review.STATUS_NEEDS_CHANGES:
        review.resume(user)
    record(by=_uid(by), what="portal.submit_article", on=page.uid)


@transaction.atomic
def return_article(*, by: Person | None, article: UUID, reason: str) -> None:
    """Give a reviewed draft back to its author with a reason."""
    page = ArticlePage.objects.get(uid=article)
    task = page.current_workflow_task_state
    if task is None:
        raise Refused(gettext("The article is not in review; nothing was returned."))
    task.specific.reject(user=by.user if by else None, comment=reason)
    record(by=_uid(by), what="portal.return_article", on=page.uid)


@transaction.atomic
def publish_article(*, by: Person | None, article: UUID, correction: str = "") -> ArticlePage:
    """Put the latest draft before the public. `correction` is said under an article that was public already.

    Raises rules.Refused with a sentence where something is missing. Returns the live page.
    """
    page = ArticlePage.objects.get(uid=article)
    draft = page.get_latest_revision_as_object()
    draft.correction_note = correction or draft.correction_note
    revision = draft.save_revision(user=by.user if by else None) if correction else page.get_latest_revision()
    with _by(by):
        revision.publish(user=by.user if by else None, skip_permission_checks=True)
    live: ArticlePage = ArticlePage.objects.get(uid=article)
    return live


@transaction.atomic
def withdraw_article(*, by: Person | None, article: UUID, reason: str) -> None:
    """Take an article off the public site; it stays here with the reason."""
    page = ArticlePage.objects.get(uid=article)
    page.withdrawn_reason = reason
    ArticlePage.objects.filter(pk=page.pk).update(withdrawn_reason=reason)
    with _by(by):
        UnpublishPageAction(page, user=by.user if by else None).execute(skip_permission_checks=True)


def note_published(*, by: Person | None, page: ArticlePage, revision: Any) -> None:
    """What follows when Wagtail has published: the day, the words on what was corrected, citations, trail, outbox.

    Runs in the transaction of the publishing; raises Refused, which undoes it.
    """
    for block in page.body:
        if block.block_type == "photo":
            check_photo(block.value)
    again = page.first_published_at != page.last_published_at
    day = page.shown_on or (None if page.date_unknown else page.listed_on or today())
    page.shown_on, page.listed_on = day, day or page.listed_on or today()
    page.withdrawn_at, page.withdrawn_reason, page.last_published_at = None, "", now()
    page.first_published_at = page.first_published_at if again else page.last_published_at
    if page.correction_note:
        _note_correction(page, revision, by, shown=again)
    page.save(clean=False)
    _note_statements(page)
    for picture in Picture.objects.filter(pk__in=picture_ids(page)):
        picture.get_renditions(*SHOWN_AT_ONCE)
    record_citations(host_kind="article", host=page.uid, text=text_of(page), keeper=page.unit)
    record(by=_uid(by), what="portal.publish_article", on=page.uid, facts={"revision": revision.pk})
    _told(page)


def _note_statements(page: ArticlePage) -> None:
    used = Statement.objects.filter(uid__in=statement_uids(page))
    page.used_statements.all().delete()
    UsedStatement.objects.bulk_create(UsedStatement(article=page, statement=one) for one in used)


def _note_correction(page: ArticlePage, revision: Any, by: Person | None, *, shown: bool) -> None:
    """Move the note from the form into the list under the article, so that the next edit starts empty."""
    if shown:
        Correction.objects.create(article=page, at=now(), note=page.correction_note, by=by)
    page.correction_note = ""
    revision.content["correction_note"] = ""
    revision.save(update_fields=["content"])


def note_withdrawn(*, by: Person | None, page: ArticlePage) -> None:
    """What follows when Wagtail has taken a page off: its day, trail, outbox."""
    ArticlePage.objects.filter(pk=page.pk).update(withdrawn_at=now())
    record(by=_uid(by), what="portal.withdraw_article", on=page.uid)
    _told(page)


@transaction.atomic
def take_out_picture(*, by: Person | None, picture: UUID, reason: str) -> int:
    """A photo leaves pages, renditions and files; captions stay and say so. Returns how many pages lose it.

    Other articles may share the same bytes: they lose them too, for they are the same picture.
    """
    gone = Picture.objects.get(uid=picture)
    pages = [page for page in ArticlePage.objects.live() if gone.pk in picture_ids(page)]
    for rendition in gone.renditions.all():
        transaction.on_commit(partial(rendition.file.storage.delete, rendition.file.name))
    kept = StoredFile.objects.filter(sha256=PurePath(gone.file.name).stem).first()
    gone.delete()
    if kept:
        take_out(file=kept, reason=reason)
    record(by=_uid(by), what="portal.take_out_picture", on=picture, facts={"pages": len(pages)})
    for page in pages:
        _told(page)
    return len(pages)


@transaction.atomic
def note_saved(*, by: Person | None, page: ArticlePage) -> None:
    """A draft was written in Wagtail's editor."""
    record(by=_uid(by), what="portal.save_article", on=page.uid)


@transaction.atomic
def note_deleted(*, by: Person | None, uid: UUID) -> None:
    """A draft was deleted in Wagtail's editor. What was ever public is withdrawn, never deleted."""
    record(by=_uid(by), what="portal.delete_draft", on=uid)
    tell("public.changed", f"article:{uid}")
