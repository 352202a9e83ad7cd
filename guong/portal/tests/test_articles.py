"""Draft, review, publishing, correcting and withdrawing: what each writes and who sees what."""

from datetime import date

import pytest
from django.test import Client

from guong.jobs.clock import now
from guong.jobs.models import OutboxRow
from guong.portal import actions, queries
from guong.portal.enums import ArticleState, Basis
from guong.portal.models import ArticlePage, Picture
from guong.portal.rules import Refused
from guong.portal.tests.factories import draft, make_editor, make_portal, photo, picture, publish
from guong.portal.values import ArticleValues, Photo
from guong.trail.models import Entry
from guong.units.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("clock")]


@pytest.fixture
def editor() -> Person:
    return make_editor(make_portal())


def acts() -> list[str]:
    return list(Entry.objects.filter(what__startswith="portal.").order_by("pk").values_list("what", flat=True))[1:]


def told(page: ArticlePage) -> int:
    return OutboxRow.objects.filter(topic="public.changed", ref=f"article:{page.uid}").count()


def stored(uid: object) -> ArticlePage:
    page: ArticlePage = ArticlePage.objects.get(uid=uid)
    return page


def test_from_draft_over_review_to_the_public(editor: Person) -> None:
    uid = draft("Tin mới", by=editor)
    assert queries.state_of(stored(uid)) == ArticleState.DRAFT
    actions.submit_article(by=editor, article=uid)
    assert queries.state_of(stored(uid)) == ArticleState.IN_REVIEW
    assert [one.title for one in queries.in_review()] == ["Tin mới"]
    actions.return_article(by=editor, article=uid, reason="Thiếu nguồn ảnh")
    assert queries.state_of(stored(uid)) == ArticleState.RETURNED
    actions.submit_article(by=editor, article=uid)
    page = actions.publish_article(by=editor, article=uid)
    assert queries.state_of(page) == ArticleState.PUBLISHED
    assert acts() == [
        "portal.save_article",
        "portal.submit_article",
        "portal.return_article",
        "portal.submit_article",
        "portal.publish_article",
    ]
    assert set(Entry.objects.filter(what="portal.publish_article").values_list("actor", flat=True)) == {editor.uid}
    assert told(page) == 1


def test_a_new_version_waits_until_it_is_published(editor: Person) -> None:
    page = publish("Bản đầu", by=editor)
    again = ArticleValues(title="Bản sau", paragraphs=["Khác."], shown_on=date(2022, 8, 1))
    assert actions.save_article(by=editor, values=again, article=page.uid) == page.uid
    assert stored(page.uid).title == "Bản đầu"
    assert actions.publish_article(by=editor, article=page.uid).title == "Bản sau"
    assert ArticlePage.objects.count() == 1


def test_the_day_is_given_unknown_or_that_of_publishing(editor: Person) -> None:
    today = date(2022, 8, 20)
    given = publish(shown_on=date(2022, 8, 1))
    unknown = publish(shown_on=None, date_unknown=True)
    left_open = publish(shown_on=None)
    days = [(page.shown_on, page.listed_on) for page in (given, unknown, left_open)]
    assert days == [(date(2022, 8, 1), date(2022, 8, 1)), (None, today), (today, today)]
    assert list(queries.published()) == [left_open, unknown, given]
    assert [(month.first, month.articles) for month in queries.months()] == [(date(2022, 8, 1), 2)]


def test_a_correction_is_said_with_its_hour_and_only_for_what_was_public(editor: Person) -> None:
    page = publish(by=editor)
    assert list(page.corrections.all()) == []
    actions.publish_article(by=editor, article=page.uid, correction="Số đúng là 29.")
    said = list(page.corrections.values_list("note", "at", "by"))
    assert said == [("Số đúng là 29.", now(), editor.pk)]
    assert stored(page.uid).get_latest_revision_as_object().correction_note == ""
    actions.publish_article(by=editor, article=page.uid)
    assert page.corrections.count() == 1


def test_withdrawing_takes_it_off_and_keeps_the_reason(editor: Person, client: Client) -> None:
    page = publish("Sẽ gỡ", by=editor)
    address = page.get_url()
    assert client.get(address).status_code == 200
    actions.withdraw_article(by=editor, article=page.uid, reason="Ảnh đăng nhầm")
    kept = stored(page.uid)
    assert (kept.live, kept.withdrawn_reason, kept.withdrawn_at) == (False, "Ảnh đăng nhầm", now())
    assert queries.state_of(kept) == ArticleState.WITHDRAWN
    assert client.get(address).status_code == 404
    assert told(page) == 2
    assert acts()[-1] == "portal.withdraw_article"


def test_a_photo_without_basis_is_not_published_and_nothing_changes(editor: Person) -> None:
    uid = draft(photos=[Photo(content=picture(), caption="Ai đó", basis=Basis.UNKNOWN)])
    before = acts()
    with pytest.raises(Refused):
        actions.publish_article(by=editor, article=uid)
    assert stored(uid).live is False
    assert acts() == before


def test_one_picture_is_kept_once_and_reencoded(editor: Person) -> None:
    publish(photos=[photo("#112233"), photo("#112233")])
    publish(photos=[photo("#112233"), photo("#445566")])
    kept = list(Picture.objects.order_by("pk"))
    assert len(kept) == 2
    assert [len(one.file.name.partition(".")[0]) for one in kept] == [64, 64]


def test_equal_titles_get_addresses_of_their_own(editor: Person) -> None:
    slugs = [publish("Họp chi bộ ở Đồng Ủy").slug for _ in range(3)]
    assert slugs == ["hop-chi-bo-o-dong-uy", "hop-chi-bo-o-dong-uy-2", "hop-chi-bo-o-dong-uy-3"]


def test_laying_out_again_changes_names_and_doubles_nothing(editor: Person) -> None:
    page = publish()
    front = actions.make_site(name="Tên mới", subtitle="", hostname="testserver", port=80, sections=["Từ cơ sở"])
    assert front.title == "Tên mới"
    assert list(queries.published()) == [page]
    assert queries.sections().count() == 2


def test_a_line_longer_than_its_field_is_refused_and_nothing_is_stored(editor: Person) -> None:
    with pytest.raises(Refused, match="160"):
        actions.save_article(by=editor, values=ArticleValues(title="Tin", byline_name="A" * 161))
    assert ArticlePage.objects.count() == 0
