"""The `guong` command: Django's runner under the project's name.

Exit codes: 0 success, 1 a check found something wrong, 2 bad input with one line on standard error. Commands raise
`CommandError(text, returncode=2)` for bad input.
"""

import io
import os
import sys

import django
from django.conf import settings
from django.core.management import execute_from_command_line, get_commands
from django.utils import translation

from guong import installation
from guong.ops import refusals

# They make the folder themselves, or work in a throw-away one, or touch no data.
WITHOUT_INSTALLATION = frozenset(
    {"demo", "init", "restore", "cite", "bench", "doctor", "receipt", "makemigrations", "keys"}
)
HELP = frozenset({"-h", "--help"})


def main() -> None:
    """Run `guong <command>`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guong.settings")
    _write_anything()
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    try:
        if not HELP & set(sys.argv):
            _prepare(command)
        execute_from_command_line(["guong", *sys.argv[1:]])
    except refusals.REFUSED as error:
        sys.stderr.write(_in_words(error) + "\n")
        sys.exit(2)


def _prepare(command: str) -> None:
    if command == "demo":
        installation.prepare_sample()
    if command.startswith("-") or command == "help":
        return
    django.setup()
    if command not in get_commands():
        raise refusals.UnknownCommand(command)
    if command not in WITHOUT_INSTALLATION:
        installation.require()


def _write_anything() -> None:
    """A terminal without Vietnamese letters gets marks in their place instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _in_words(error: Exception) -> str:
    """In the language of the installation where the settings can be read, else in English."""
    try:
        language = settings.LANGUAGE_CODE
    except refusals.REFUSED:
        return _plain(error)
    with translation.override(language):
        return refusals.sentence(error)


def _plain(error: Exception) -> str:
    settings.configure(USE_I18N=False)
    return refusals.sentence(error)


if __name__ == "__main__":
    main()
