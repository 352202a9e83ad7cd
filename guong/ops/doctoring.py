"""What is wrong with an installation, in sentences that say what to do."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from guong import installation
from guong.jobs import clock, worker
from guong.jobs.models import Cursor
from guong.keys import store
from guong.ops import setup
from guong.portal import role
from guong.search import index
from guong.trail import queries as trail

LEAST_FREE_SHARE = 0.15
BACKLOG_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class Advice:
    """`code` for machines, the sentence for people; `urgent` when data or service are in danger."""

    code: str
    sentence: str
    urgent: bool = True


def look() -> Iterator[Advice]:
    """Everything that a look finds, the database's part only when there is one."""
    if not installation.exists():
        yield Advice(
            "no_installation",
            _("%(folder)s holds no installation. Run “guong init”, or set GUONG_DATA to the right folder.")
            % {"folder": settings.GUONG_DATA},
        )
        return
    for part in (_keys, _data, _disk, _hosts, _static):
        yield from part()
    try:
        yield from _database()
    except DatabaseError:
        yield Advice("database", _("The database does not answer. Start it, or correct DATABASE_URL."))


def _keys() -> Iterator[Advice]:
    keys, data = Path(settings.GUONG_KEYS), Path(settings.GUONG_DATA)
    if not store.path().is_file():
        yield Advice(
            "keys_missing",
            _(
                "The key store is not in %(folder)s: sealed texts and files stay closed. Set GUONG_KEYS to its folder,"
                " or bring the recovery sheet back with “guong keys import FILE”."
            )
            % {"folder": keys},
        )
        return
    if os.stat(keys).st_dev == os.stat(data).st_dev:
        yield Advice(
            "keys_beside_data",
            _(
                "The keys lie on the same medium as the data: who takes the disk takes both. Move the folder to another"
                " medium and set GUONG_KEYS."
            ),
            urgent=False,
        )
    if any(stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (keys, store.path())):
        yield Advice(
            "keys_open",
            _("Other accounts of this machine can reach the keys. Run “chmod 700 %(folder)s; chmod 600 %(folder)s/*”.")
            % {"folder": keys},
        )


def _data() -> Iterator[Advice]:
    if stat.S_IMODE(os.stat(settings.GUONG_DATA).st_mode) & 0o007:
        yield Advice(
            "data_open",
            _("Every account of this machine can read the data, names and pages among them. Run “chmod o= %(folder)s”.")
            % {"folder": settings.GUONG_DATA},
        )


def _disk() -> Iterator[Advice]:
    room = shutil.disk_usage(settings.GUONG_DATA)
    if room.free < room.total * LEAST_FREE_SHARE:
        yield Advice(
            "disk",
            _("Only %(free)d MB of the disk under %(folder)s are free. Make room before writing stops.")
            % {"free": room.free // 2**20, "folder": settings.GUONG_DATA},
        )


def _hosts() -> Iterator[Advice]:
    hosts = [host for host in settings.ALLOWED_HOSTS if host not in {"127.0.0.1", "localhost", "[::1]"}]
    if settings.DEBUG:
        yield Advice("debug", _("DEBUG is on: error pages show the inside. Use the settings as they are shipped."))
    if "*" in hosts:
        yield Advice("any_host", _("GUONG_HOSTS holds *: any name is answered. List the real names of this server."))
    if settings.SECRET_KEY.startswith("unset-"):
        yield Advice(
            "secret_key",
            _(
                "There is no secret key, so anybody could forge sessions. Set GUONG_SECRET_KEY, or restore"
                " the file secret_key under GUONG_KEYS."
            ),
        )
    if hosts and not settings.GUONG_HTTPS:
        yield Advice(
            "https",
            _("The server is reached by name but without HTTPS. Put a TLS proxy in front of it and set GUONG_HTTPS=1."),
        )
    if hosts and ("127.0.0.1" in settings.GUONG_PUBLIC_URL or "localhost" in settings.GUONG_PUBLIC_URL):
        yield Advice(
            "public_url", _("Links in mails and feeds lead to this machine alone. Set GUONG_PUBLIC_URL."), urgent=False
        )
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        yield Advice("mail", _("Mails are printed and not sent. Set GUONG_EMAIL_URL."), urgent=False)


def _static() -> Iterator[Advice]:
    if not (Path(settings.STATIC_ROOT) / setup.STAMP).is_file():
        yield Advice(
            "static", _("Styles and fonts are not in place. “guong serve” brings them when it starts."), urgent=False
        )


def _database() -> Iterator[Advice]:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        yield Advice(
            "migrations",
            _("%(count)d changes of the tables are pending. Make a backup, then run “guong migrate”.")
            % {"count": len(pending)},
        )
        return
    for part in DATABASE_PARTS:
        yield from part()


def _worker() -> Iterator[Advice]:
    waiting = trail.unsealed(clock.now() - BACKLOG_AFTER)
    if waiting:
        yield Advice(
            "unsealed",
            _("%(count)d entries of the trail wait for their seal. See that “guong work” runs.") % {"count": waiting},
        )
    if not worker.alive():
        yield Advice(
            "worker",
            _(
                "The background process is not running: nothing is sealed, indexed or sent. Run “guong"
                " serve”, or “guong work” beside your own web server."
            ),
        )
    for cursor in Cursor.objects.filter(failures__gt=2).order_by("consumer"):
        yield Advice(
            "consumer",
            _(
                "The consumer %(name)s has failed %(count)d times in a row (%(error)s). Its work"
                " waits; the log says where it fails."
            )
            % {"name": cursor.consumer, "count": cursor.failures, "error": cursor.error},
        )
    failed = DBTaskResult.objects.failed().count()
    if failed:
        yield Advice(
            "tasks",
            _("%(count)d tasks were given up after five attempts. The log says where they failed.") % {"count": failed},
            urgent=False,
        )


def _index() -> Iterator[Advice]:
    if index.missing():
        yield Advice(
            "index",
            _("The search index is missing. The worker builds it anew; until then searching finds nothing."),
            urgent=False,
        )


def _engine() -> Iterator[Advice]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        modes = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    if modes != ["wal", 2]:
        yield Advice(
            "sqlite",
            _(
                "SQLite does not run in the mode that survives a power cut. Use the settings as they"
                " are shipped, on a local disk."
            ),
        )


def _portal_role() -> Iterator[Advice]:
    if connection.vendor != "postgresql":
        return
    if "portal" not in settings.DATABASES:
        yield Advice(
            "portal_role",
            _(
                "Public pages read under the role of the desk. Run “guong portal_role” and set"
                " GUONG_PORTAL_DATABASE_URL: then a fault of the portal reaches no row of the inside."
            ),
            urgent=False,
        )
        return
    name = role.role_name()
    if not role.exists(name) or role.wrong(name):
        yield Advice(
            "portal_role_wrong",
            _("The role {name} of the portal is not as it should be. Run “guong portal_role”.").format(name=name),
        )


DATABASE_PARTS: list[Callable[[], Iterator[Advice]]] = [_engine, _worker, _index, _portal_role]
