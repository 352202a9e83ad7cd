"""The role of the portal on PostgreSQL: it reads what everybody may read, adds hits, and sees no row of the inside.

Tables that hold public rows alone are granted whole. Where public rows lie beside others, row-level security shows the
role the public ones; the owner of the tables, under whom the desk runs, is not held by it. Everything else, and every
table that is yet to come, is closed to the role.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import connection

POLICY = "public_rows"
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")

# Nothing but what the open chart and the addresses of the portal are made of.
WHOLE = (
    "units_unit",
    "units_unitname",
    "units_placement",
    "portal_section",
    "wagtailcore_site",
    "wagtailcore_locale",
    "wagtailredirects_redirect",
    "django_content_type",
    "visits_dayvisits",
)

_PAGE = "EXISTS (SELECT 1 FROM wagtailcore_page p WHERE p.id = {table}.page_ptr_id)"
_ARTICLE = "EXISTS (SELECT 1 FROM portal_articlepage a WHERE a.page_ptr_id = {table}.article_id)"
_PAPER = "EXISTS (SELECT 1 FROM registry_officialdocument o WHERE o.id = {table}.{column})"

# Table → which of its rows are public. A table named in a condition shows the role its public rows alone, so what
# hangs on a hidden row is hidden with it.
MIXED: Mapping[str, str] = {
    "wagtailcore_page": "live",
    "portal_homepage": _PAGE.format(table="portal_homepage"),
    "portal_newsindexpage": _PAGE.format(table="portal_newsindexpage"),
    "portal_articlepage": _PAGE.format(table="portal_articlepage"),
    "portal_correction": _ARTICLE.format(table="portal_correction"),
    "portal_usedstatement": _ARTICLE.format(table="portal_usedstatement"),
    "wagtailcore_pageviewrestriction": "EXISTS (SELECT 1 FROM wagtailcore_page p"
    " WHERE p.id = wagtailcore_pageviewrestriction.page_id)",
    "portal_picture": "guong_shown_picture(id)",
    "portal_picturerendition": "guong_shown_picture(image_id)",
    "papers_statement": "EXISTS (SELECT 1 FROM portal_usedstatement u WHERE u.statement_id = papers_statement.id)",
    "papers_boundfigure": "EXISTS (SELECT 1 FROM papers_statement s WHERE s.id = papers_boundfigure.statement_id)",
    "figures_publication": "NOT suppressed AND EXISTS (SELECT 1 FROM papers_boundfigure b"
    " WHERE b.publication_id = figures_publication.id)",
    "jobs_outboxrow": "topic = 'public.changed'",  # by which feeds know that something changed
    "rounds_round": "EXISTS (SELECT 1 FROM figures_publication f WHERE f.round_id = rounds_round.id)",
    "registry_officialdocument": "publicity = 'public' AND stage = 'issued'",
    "registry_issuer": _PAPER.format(table="registry_issuer", column="id").replace("o.id =", "o.issuer_id ="),
    "registry_documentfile": _PAPER.format(table="registry_documentfile", column="document_id"),
    "registry_relation": "withdrawn_at IS NULL AND "
    + _PAPER.format(table="registry_relation", column="document_id")
    + " AND "
    + _PAPER.format(table="registry_relation", column="other_id"),
    "registry_citation": " AND ".join(
        [
            _PAPER.format(table="registry_citation", column="target_id"),
            f"(document_id IS NULL OR {_PAPER.format(table='registry_citation', column='document_id')})",
            "(host_kind <> 'article' OR EXISTS (SELECT 1 FROM portal_articlepage a WHERE a.uid = host))",
        ]
    ),
    "files_storedfile": "taken_out_at IS NULL AND EXISTS (SELECT 1 FROM registry_documentfile f"
    " WHERE f.file_id = files_storedfile.id)",
}
# Hits are added and counted; who it was cannot be read.
COUNTED = "visits_seen"
_COUNTED_COLUMNS = '(id, "on", robot, seen_at)'

# A picture is public where a live article or front page names it. Asked as the owner: the role reads no references.
_SHOWN_PICTURE = """
CREATE OR REPLACE FUNCTION guong_shown_picture(picture bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (SELECT 1 FROM wagtailcore_referenceindex r
    JOIN django_content_type t ON t.id = r.to_content_type_id AND t.app_label = 'portal' AND t.model = 'picture'
    JOIN wagtailcore_page p ON p.id::text = r.object_id AND p.live
    JOIN django_content_type b ON b.id = r.base_content_type_id AND b.app_label = 'wagtailcore' AND b.model = 'page'
    WHERE r.to_object_id = picture::text) $$
"""
_CREATED = """
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN
  CREATE ROLE {role} LOGIN NOINHERIT; END IF; END $$
"""


@dataclass(frozen=True)
class Wrong:
    """A table and what the role may do with it against the rules."""

    table: str
    what: str


def role_name() -> str:
    """The user in `GUONG_PORTAL_DATABASE_URL`, else `guong_portal`."""
    portal = settings.DATABASES.get("portal", {})
    return str(portal.get("USER") or "guong_portal")


def tables() -> list[str]:
    """Every table of every model, those between two models included."""
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy})


def statements(role: str) -> Iterator[str]:
    """SQL that makes the role what it should be, whatever it was before."""
    if not _NAME.fullmatch(role):
        raise ValueError(role)
    yield _CREATED.replace("{role}", role)
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}"
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield _SHOWN_PICTURE
    yield "REVOKE ALL ON FUNCTION guong_shown_picture(bigint) FROM PUBLIC"
    yield f"GRANT EXECUTE ON FUNCTION guong_shown_picture(bigint) TO {role}"
    for table in WHOLE:
        yield f"GRANT SELECT ON {table} TO {role}"
    for table, condition in MIXED.items():
        yield from _mixed(table, condition, role)
    yield f"GRANT INSERT, SELECT {_COUNTED_COLUMNS} ON {COUNTED} TO {role}"
    yield f"GRANT USAGE ON SEQUENCE {COUNTED}_id_seq TO {role}"


def _mixed(table: str, condition: str, role: str) -> Iterator[str]:
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"DROP POLICY IF EXISTS {POLICY} ON {table}"
    yield f"CREATE POLICY {POLICY} ON {table} FOR SELECT TO {role} USING ({condition})"
    yield f"GRANT SELECT ON {table} TO {role}"


def set_up(role: str) -> None:
    """Under the owner of the tables, who may make roles."""
    with connection.cursor() as cursor:
        for statement in statements(role):
            cursor.execute(statement)


def exists(role: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        return cursor.fetchone() is not None


def wrong(role: str) -> list[Wrong]:
    """What the role may do and should not, or should and may not; empty where all is as it should be."""
    found = []
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(
                "SELECT has_table_privilege(%s, %s, 'SELECT'), c.relrowsecurity AND EXISTS ("
                " SELECT 1 FROM pg_policy y WHERE y.polrelid = c.oid AND y.polname = %s)"
                " FROM pg_class c WHERE c.oid = %s::regclass",
                [role, table, POLICY, table],
            )
            may_read, held = cursor.fetchone()
            if may_read != (table in WHOLE or table in MIXED):
                found.append(Wrong(table, "grant"))
            elif table in MIXED and not held:
                found.append(Wrong(table, "policy"))
    return found
