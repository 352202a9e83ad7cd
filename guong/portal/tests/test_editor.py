"""Wagtail's editor: who gets in, what is shut, and that every act there ends in the trail and the outbox."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
import wagtail
from babel.messages.pofile import read_po
from django.test import Client
from django.utils import translation
from django.utils.timesince import timesince

from guong.jobs.clock import now, today
from guong.jobs.models import OutboxRow
from guong.papers.actions import make_statement
from guong.portal.access import EDITORS, close_ended
from guong.portal.actions import take_out_picture
from guong.portal.models import ArticlePage, HomePage, Picture
from guong.portal.models.blocks import statement_choices
from guong.portal.tests.factories import draft, make_editor, make_portal, photo, publish
from guong.rounds.tests.factories import duty_of, make_phase, make_world, send
from guong.trail.models import Entry
from guong.units.actions import delegate, end_mandate, revoke
from guong.units.models import Person
from guong.units.tests.factories import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

FORM = {
    "title": "Tin viết ở đây",
    "slug": "tin-viet-o-day",
    "lead": "Lời dẫn",
    "section": "",
    "body-count": "0",
    "byline_name": "",
    "byline_office": "",
    "shown_on": "",
    "source": "",
    "source_url": "",
    "correction_note": "",
    "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0",
    "comments-MIN_NUM_FORMS": "0",
    "comments-MAX_NUM_FORMS": "",
}


@pytest.fixture
def front() -> HomePage:
    return make_portal()


@pytest.fixture
def editor(front: HomePage, client: Client) -> Person:
    person = make_editor(front)
    assert person.user is not None
    client.force_login(person.user)
    return person


def acts(person: Person) -> list[str]:
    return list(
        Entry.objects.filter(what__startswith="portal.", actor=person.uid).order_by("pk").values_list("what", flat=True)
    )


def test_visitors_are_sent_to_the_one_log_in(front: HomePage, client: Client) -> None:
    for path in ("/cms/", "/cms/login/", "/cms/pages/", "/cms/password_reset/"):
        response = client.get(path)
        assert response.status_code == 302, path
        assert response["Location"].startswith("/accounts/login/"), path
    assert client.post("/cms/login/", {"username": "x", "password": "y"}).status_code == 302


@pytest.mark.parametrize("role", ["reader", "reporter", "clerk", "leader", "administrator"])
def test_other_roles_stay_outside(front: HomePage, client: Client, role: str) -> None:
    assert front.unit is not None
    person = make_member(front.unit, role)
    assert person.user is not None
    client.force_login(person.user)
    assert client.get("/cms/").status_code == 403
    assert client.get("/cms/pages/").status_code == 403


def test_a_superuser_without_a_mandate_stays_outside(front: HomePage, client: Client) -> None:
    from django.contrib.auth import get_user_model

    client.force_login(get_user_model().objects.create_superuser("root", password="only-for-tests-1"))
    assert client.get("/cms/").status_code == 403


def test_an_ended_mandate_closes_the_door(editor: Person, client: Client) -> None:
    assert client.get("/cms/").status_code == 200
    assert editor.user is not None
    assert list(editor.user.groups.values_list("name", flat=True)) == [EDITORS]
    end_mandate(by=None, mandate=editor.mandates.get(), ends_on=today())
    assert client.get("/cms/").status_code == 403
    assert list(editor.user.groups.all()) == []


def test_a_delegated_editor_enters_for_these_days_alone(editor: Person, client: Client) -> None:
    mandate = editor.mandates.get()
    other = make_member(mandate.unit, "reader")
    assert other.user is not None
    client.force_login(other.user)
    assert client.get("/cms/").status_code == 403
    made = delegate(
        by=editor, mandate=mandate, to=other, verbs=["edit"], starts_on=today(), ends_on=today() + timedelta(days=3)
    )
    assert client.get("/cms/").status_code == 200
    assert list(other.user.groups.values_list("name", flat=True)) == [EDITORS]
    revoke(by=editor, delegation=made, on=today())
    assert client.get("/cms/").status_code == 403
    assert list(other.user.groups.all()) == []


def test_the_group_is_emptied_also_when_nobody_comes(editor: Person, client: Client) -> None:
    client.get("/cms/")
    end_mandate(by=None, mandate=editor.mandates.get(), ends_on=today() + timedelta(days=3))
    assert close_ended(today()) == 0
    assert close_ended(today() + timedelta(days=3)) == 1


@pytest.mark.parametrize(
    "path", ["users/", "groups/", "documents/", "sites/", "workflows/list/", "redirects/", "reports/locked/"]
)
def test_what_editors_must_not_reach_is_not_there(editor: Person, client: Client, path: str) -> None:
    assert client.get(f"/cms/{path}").status_code == 404


def test_writing_and_publishing_in_the_editor_ends_in_trail_and_outbox(editor: Person, client: Client) -> None:
    parent = ArticlePage.objects.get(uid=draft("Khung")).get_parent()
    address = f"/cms/pages/add/portal/articlepage/{parent.pk}/"
    assert client.post(address, FORM).status_code == 302
    page = ArticlePage.objects.get(slug="tin-viet-o-day")
    assert (page.live, acts(editor)) == (False, ["portal.save_article"])
    edit = f"/cms/pages/{page.pk}/edit/"
    assert client.post(edit, {**FORM, "action-publish": "1"}).status_code == 302
    page.refresh_from_db()
    assert (page.live, page.shown_on) == (True, today())
    assert client.post(f"/cms/pages/{page.pk}/unpublish/").status_code == 302
    page.refresh_from_db()
    assert page.live is False
    assert [one for one in acts(editor) if one != "portal.save_article"] == [
        "portal.publish_article",
        "portal.withdraw_article",
    ]
    assert OutboxRow.objects.filter(topic="public.changed", ref=f"article:{page.uid}").count() == 2


def test_the_editor_speaks_vietnamese_and_may_be_looser_than_the_public_pages(editor: Person, client: Client) -> None:
    page = publish(by=editor)
    response = client.get(f"/cms/pages/{page.pk}/edit/")
    assert response.status_code == 200
    assert "Lưu nháp" in response.text
    assert "Save draft" not in response.text
    assert "'unsafe-inline'" in response["Content-Security-Policy"]
    assert "unsafe" not in client.get(page.get_url())["Content-Security-Policy"]


def test_the_front_of_the_editor_says_ages_in_vietnamese(editor: Person, client: Client) -> None:
    publish(by=editor)
    text = client.get("/cms/").text
    assert re.findall(r"\d+ (?:minute|hour|day|week|month|year)s?\b", text) == []
    with translation.override("vi"):
        assert timesince(now() - timedelta(days=10, hours=1), now()) == "1\xa0tuần, 3\xa0ngày"


def test_the_scripts_of_the_editor_have_every_word_in_vietnamese(editor: Person, client: Client) -> None:
    source = Path(wagtail.__file__).parent / "admin" / "locale" / "en" / "LC_MESSAGES" / "djangojs.po"
    asked = {message.id for message in read_po(source.open("rb")) if message.id}
    (written,) = re.findall(r"newcatalog = (\{.*?\});", client.get("/cms/jsi18n/").text, re.DOTALL)
    said = json.loads(written)
    missing = [one for one in asked if (one[0] if isinstance(one, tuple) else one) not in said]
    assert missing == []
    assert said["Collapse all"] == "Thu gọn tất cả"
    assert said["Cancel"] == "Quay lại"


def test_sentences_with_figures_are_chosen_by_what_they_say() -> None:
    world = make_world()
    phase = make_phase(world)
    duty = duty_of(phase, world.school)
    send(world.secretary, duty, at=now())
    statement = make_statement(by=world.clerk, phase=phase, template="held", on=today(), known=now())
    assert statement_choices() == [
        (
            str(statement.uid),
            "Đến nay có 1 tổ chức đảng trực thuộc Đảng bộ huyện Mường Soi đã tiến hành buổi sinh hoạt;"
            " tính cả các cấp là 1 buổi sinh hoạt, với 21 lượt người dự. (08:00, 20/08/2022)",
        )
    ]


def test_a_photo_that_is_taken_out_leaves_page_rendition_and_file(
    editor: Person, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    page = publish(by=editor, photos=[photo("#abcdef", caption="Chú thích ở lại")])
    picture = Picture.objects.get()
    loaded = picture.renditions.first().file.url
    assert client.get(loaded).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture of pytest-django
        assert take_out_picture(by=editor, picture=picture.uid, reason="Người trong ảnh rút đồng ý") == 1
    text = client.get(page.get_url()).text
    assert '<img src="/media' not in text
    assert "Chú thích ở lại" in text
    assert client.get(loaded).status_code == 404


def test_media_gives_renditions_and_nothing_else(front: HomePage, client: Client) -> None:
    for path in ("/media/images/..%2f..%2fguong.json", "/media/original_images/x.png", "/media/guong.json"):
        assert client.get(path).status_code == 404
