"""Sheets that the commands of this room read; bad ones end with code 2 and one line."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from guong.units.actions import BadPlan, BadRows
from guong.units.rows import BadSheet

_Read = TypeVar("_Read")
_SHOWN = 50
_LONG = 5000  # rows


def sheet(file: str, read: Callable[[bytes, str], _Read]) -> _Read:
    try:
        return read(Path(file).read_bytes(), file)
    except OSError as error:
        said = _("{file} cannot be read: {reason}.").format(file=file, reason=error.strerror)
        raise CommandError(said, returncode=2) from error
    except BadSheet as error:
        raise CommandError(str(error), returncode=2) from error


@contextmanager
def refusals_by_line(command: BaseCommand) -> Iterator[None]:
    """Each fault on a line of standard error, then one line and code 2."""
    try:
        yield
    except (BadRows, BadPlan) as bad:
        _tell(command, bad.sentences)
        said = _("Nothing was stored: {count} rows are wrong.").format(count=len(bad.sentences))
        raise CommandError(said, returncode=2) from bad


def _tell(command: BaseCommand, sentences: Sequence[str]) -> None:
    for sentence in sentences[:_SHOWN]:
        command.stderr.write(sentence)
    if len(sentences) > _SHOWN:
        command.stderr.write(_("… and {count} more.").format(count=len(sentences) - _SHOWN))


def announce(command: BaseCommand, count: int) -> None:
    """What takes long says first, on standard error, how much there is to do."""
    if count >= _LONG:
        command.stderr.write(_("{count} rows read; checking and storing them takes some seconds.").format(count=count))
