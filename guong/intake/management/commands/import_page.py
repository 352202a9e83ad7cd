"""`guong import_page FILE`: a captured page of an old portal into fields, article and proposed round."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from guong.intake.actions import import_page, read
from guong.intake.captured.model import Author, CapturedPage
from guong.intake.fields import as_json
from guong.intake.parse import LARGEST
from guong.intake.rules import Refused
from guong.portal.queries import home


class Command(BaseCommand):
    help = "Read a captured page (text or saved HTML); each field is stated, derived or unknown."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--publish", action="store_true", help="publish the article at once")
        parser.add_argument("--dry-run", action="store_true", help="read only, write nothing")
        parser.add_argument("--json", action="store_true", help="print the fields as JSON")

    def handle(self, *, file: Path, publish: bool, dry_run: bool, json: bool, **_options: Any) -> None:
        try:
            content = _content(file)
            page = read(content)
            done = {} if dry_run else self._import(content, publish)
        except Refused as refused:
            raise CommandError(str(refused), returncode=2) from refused
        if json:
            self.stdout.write(_json({**as_json(page), "imported": done or None}))
        else:
            self._say(page, done)

    def _import(self, content: bytes, publish: bool) -> dict[str, str | None]:
        front = home()
        if front is None:
            raise CommandError(_("There is no portal yet. Run guong init or guong demo first."), returncode=2)
        found = import_page(by=None, content=content, owner=front.unit, publish=publish)
        return {"article": str(found.article), "round": str(found.round.uid) if found.round else None}

    def _say(self, page: CapturedPage, done: dict[str, str | None]) -> None:
        write = self.stdout.write
        write(f"{_('Title')}: {page.title.value}")
        write(f"{_('By')}: {_author(page.author) or _('unknown')}")
        write(f"{_('Date')}: {page.published_on.value or _('unknown')}")
        counts = {
            _("paragraphs"): len(page.body),
            _("captions"): len(page.captions),
            _("documents"): len(page.documents),
            _("phases"): len(page.phases) + len(page.later),
            _("figures"): len(page.figures),
        }
        write(", ".join(f"{count} {name}" for name, count in counts.items()))
        write(_("Nothing was written.") if not done else json.dumps(done))


def _author(author: Author) -> str:
    held = " ".join(part.value for part in (author.office, author.body) if part.value)
    return ", ".join(part for part in (author.person.value, held) if part)


def _content(file: Path) -> bytes:
    """The bytes of the file, one more than are ever read, so that a huge one is refused and not loaded."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise Refused(_("There is no file %(file)s. Nothing was saved. Check its name.") % {"file": file}) from error
    except OSError as error:
        raise Refused(
            _("The file %(file)s cannot be read. Nothing was saved. Give a file of text or HTML that may be read.")
            % {"file": file}
        ) from error


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
