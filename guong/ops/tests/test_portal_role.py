"""Raw SQL under the portal's role: no row of the inside, in no table of any model."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from guong.accounts.models import User
from guong.jobs.models import OutboxRow
from guong.portal import role as portal_role
from guong.portal.addresses import paper_url
from guong.portal.connection import PublicPages, PublicReads
from guong.portal.models import ArticlePage
from guong.portal.tests.factories import make_portal, publish
from guong.registry.actions import make_public
from guong.registry.models import OfficialDocument
from guong.registry.tests.factories import make_document
from guong.rounds.tests.factories import duty_of, make_phase, make_world, send

pytestmark = [pytest.mark.django_db, pytest.mark.both]
ROLE = "guong_portal_test"


@contextmanager
def as_the_portal() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        try:
            yield
        finally:
            cursor.execute("RESET ROLE")


def rows(table: str) -> int | None:
    """How many rows the role sees; None where it may not even look."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {ROLE}")
            cursor.execute(f"SELECT count(*) FROM (SELECT * FROM {table}) every")  # noqa: S608  (names from the models)
            found = int(cursor.fetchone()[0])
            cursor.execute("RESET ROLE")
            return found
    except DatabaseError:
        return None


def everything() -> tuple[OfficialDocument, OfficialDocument]:
    """The inside and the public side by side: a public and an internal paper, a live article and a withdrawn one."""
    portal_role.set_up(ROLE)
    world = make_world()
    make_portal(world.district)
    send(world.secretary, duty_of(make_phase(world), world.school))
    public, internal = make_document(world.district), make_document(world.district)
    make_public(by=world.clerk, document=public)
    publish("Tự soi, tự sửa")
    hidden = publish("Bài đã gỡ")
    hidden.unpublish()
    return public, internal


def skip_on_sqlite() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL knows roles")


def test_every_table_of_every_model_shows_public_rows_alone() -> None:
    skip_on_sqlite()
    everything()
    seen = {table: rows(table) for table in portal_role.tables()}
    closed = {table for table, many in seen.items() if many is None}
    assert closed == set(portal_role.tables()) - set(portal_role.WHOLE) - set(portal_role.MIXED)
    assert {table: many for table, many in seen.items() if many and table in portal_role.MIXED} == {
        "wagtailcore_page": 4,  # root, front page, news, one article
        "portal_homepage": 1,
        "portal_newsindexpage": 1,
        "portal_articlepage": 1,
        "registry_officialdocument": 1,
        "registry_issuer": 1,
        "jobs_outboxrow": OutboxRow.objects.filter(topic="public.changed").count(),
    }


def test_the_public_paper_is_seen_and_the_internal_one_is_not() -> None:
    skip_on_sqlite()
    public, internal = everything()
    with as_the_portal():
        assert set(OfficialDocument.objects.values_list("pk", flat=True)) == {public.pk}
    assert set(OfficialDocument.objects.values_list("pk", flat=True)) == {public.pk, internal.pk}


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO portal_section (name, slug, \"order\") VALUES ('x', 'x', 1)",
        "UPDATE registry_officialdocument SET abstract = 'x'",
        "DELETE FROM wagtailcore_page",
        "SELECT key FROM visits_seen",
        "SELECT guong_shown_picture(1), name FROM units_person",
        "CREATE TABLE mine (id int)",
    ],
)
def test_the_role_writes_nothing_and_names_no_visitor(statement: str) -> None:
    skip_on_sqlite()
    portal_role.set_up(ROLE)
    with pytest.raises(DatabaseError), transaction.atomic(), as_the_portal(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_grant_too_many_and_a_policy_too_few_are_found() -> None:
    skip_on_sqlite()
    portal_role.set_up(ROLE)
    assert portal_role.wrong(ROLE) == []
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT SELECT ON units_person TO {ROLE}")
        cursor.execute("ALTER TABLE registry_officialdocument DISABLE ROW LEVEL SECURITY")
    assert portal_role.wrong(ROLE) == [
        portal_role.Wrong("registry_officialdocument", "policy"),
        portal_role.Wrong("units_person", "grant"),
    ]


def test_every_named_table_is_one_of_a_model() -> None:
    assert {*portal_role.WHOLE, *portal_role.MIXED, portal_role.COUNTED} <= set(portal_role.tables())


def test_the_command_refuses_a_wrong_name_and_sqlite(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError):
        call_command("portal_role", "--role", "no; DROP TABLE x", "--sql")
    call_command("portal_role", "--sql")
    assert "CREATE POLICY public_rows ON registry_officialdocument" in capsys.readouterr().out
    if connection.vendor == "sqlite":
        with pytest.raises(CommandError):
            call_command("portal_role")


PAGES = ["/", "/tin-tuc/", "/van-ban/", "/van-ban.atom", "/tin-tuc.atom", "/sitemap.xml", "/so-do/", "/cach-tinh/"]
PAGES += ["/tim-kiem/?q=soi", "/van-ban/du-lieu/", "/van-ban/du-lieu.csv", "/van-ban/du-lieu.json"]


def test_every_public_page_is_made_under_the_role_alone() -> None:
    """More than the second connection is asked for: whatever the request needs is read under the role."""
    skip_on_sqlite()
    public, internal = everything()
    article = ArticlePage.objects.live().get()
    asked = [*PAGES, article.url, paper_url(public)]
    with as_the_portal():
        found = {url: Client().get(url).status_code for url in asked}
        assert Client().get(paper_url(internal)).status_code == 404
    assert found == dict.fromkeys(asked, 200)


def test_public_pages_read_through_the_second_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    router, seen = PublicReads(), []

    def page(_request: HttpRequest) -> HttpResponse:
        seen.append((router.db_for_read(OfficialDocument), router.db_for_read(User), router.db_for_write(User)))
        return HttpResponse()

    monkeypatch.setitem(settings.DATABASES, "portal", {})
    for path in ("/van-ban/", "/desk/registry/"):
        PublicPages(page)(RequestFactory().get(path))
    PublicPages(page)(RequestFactory().post("/van-ban/"))
    assert seen == [("portal", None, "default"), (None, None, "default"), (None, None, "default")]
    assert router.db_for_read(OfficialDocument) is None
