"""The portal on PostgreSQL as docs/operations says: its second connection logs in as the role and sees no inside."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import psycopg
import pytest
from psycopg import sql

from guong.portal import role
from tests.system.running import Place, serving

pytestmark = pytest.mark.both
ROLE = "guong_portal_served"
DATABASE = "guong_served"
PAGES = ["/", "/tin-tuc/", "/van-ban/", "/van-ban.atom", "/tin-tuc.atom", "/sitemap.xml", "/so-do/", "/cach-tinh/"]
PAGES += ["/tim-kiem/?q=soi", "/van-ban/du-lieu/", "/van-ban/du-lieu.csv", "/van-ban/du-lieu.json"]

# All that the role reads where public rows lie beside others, by tables that are not empty for it: an article with its
# picture and the pages above it, a paper with issuer and file. The report that the world holds as well is not there.
READ = {
    "wagtailcore_page": 4,
    "portal_homepage": 1,
    "portal_newsindexpage": 1,
    "portal_articlepage": 1,
    "portal_picture": 1,
    "registry_officialdocument": 1,
    "registry_issuer": 1,
    "registry_documentfile": 1,
    "files_storedfile": 1,
}
# How many there are depends on what was looked at and on the worker: pictures made, rows that name public changes.
UNCOUNTED = {"portal_picturerendition", "jobs_outboxrow"}


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a cluster without our database and role, to which `…/name` is added."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        pytest.skip("only PostgreSQL knows roles")
    cleared(address)
    yield address
    cleared(address)


def cleared(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        if owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
            owner.execute(f"DROP OWNED BY {ROLE}")  # an installation beside it may have let the role in
            owner.execute(f"DROP ROLE {ROLE}")


def address_of(server: str, user: str | None = None) -> str:
    """The address of the installation's database; as the owner, or as another user."""
    changed = server.replace("/postgres?", f"/{DATABASE}?")
    return changed.replace("//guong@", f"//{user}@") if user else changed


def installed_on(server: str, folder: Path) -> tuple[Place, dict[str, str]]:
    """What the operator types: the database, `guong init`, `guong portal_role`. With a report, a paper, an article."""
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {DATABASE}")
    place = Place(folder, {"DATABASE_URL": address_of(server)})
    place.command("init")
    made = place.world("restore_world")
    place.command("portal_role", "--role", ROLE)
    return replace(place, settings={**place.settings, "GUONG_PORTAL_DATABASE_URL": address_of(server, ROLE)}), made


RELATIONS = (
    "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'p', 'f') AND relnamespace = %s::regnamespace"
)


def seen(portal: psycopg.Connection) -> dict[str, int]:
    """Table → rows, of every table there is, not of our models alone, that the role may look at."""
    found: dict[str, int] = {}
    named = portal.execute(RELATIONS, ["public"])
    for (table,) in named.fetchall():
        try:
            row = portal.execute(sql.SQL("SELECT count(*) FROM (SELECT * FROM {}) every").format(sql.Identifier(table)))
            found[table] = row.fetchall()[0][0]
        except psycopg.errors.InsufficientPrivilege:
            continue
    return found


def test_the_portal_is_served_by_a_role_that_logs_in_and_sees_no_row_of_the_inside(server: str, tmp_path: Path) -> None:
    place, made = installed_on(server, tmp_path)
    addresses = [*PAGES, made["article"], made["paper"], made["file"]]
    with serving(place, workers=1) as (root, _pid), psycopg.connect(server) as owner:
        shown = {path: httpx.get(root + path, timeout=30).status_code for path in addresses}
        signed_in = owner.execute("SELECT count(*) > 0 FROM pg_stat_activity WHERE usename = %s", [ROLE]).fetchall()
        desk = httpx.get(f"{root}/desk/").status_code
    assert shown == dict.fromkeys(addresses, httpx.codes.OK)
    assert (signed_in, desk) == ([(True,)], httpx.codes.FOUND)
    place.command("portal_role", "--check")
    with psycopg.connect(address_of(server, ROLE), autocommit=True) as portal:
        rows = seen(portal)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            portal.execute("SET ROLE guong")
    assert set(rows) == {*role.WHOLE, *role.MIXED}
    assert {table: many for table, many in rows.items() if many and table in role.MIXED.keys() - UNCOUNTED} == READ
