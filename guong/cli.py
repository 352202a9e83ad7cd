"""The `guong` command: Django's runner under the project's name.

Exit codes: 0 success, 1 a check found something wrong, 2 bad input with one line on standard error. Commands raise
`CommandError(text, returncode=2)` for bad input.
"""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from guong import installation

# They make the folder themselves, or work in a throw-away one, or touch no data.
WITHOUT_INSTALLATION = frozenset(
    {
        "demo",
        "init",
        "restore",
        "cite",
        "bench",
        "doctor",
        "receipt",
        "help",
        "makemigrations",
        "collectstatic",
        "keys",
    }
)


def main() -> None:
    """Run `guong <command>`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guong.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    try:
        if command == "demo" and "--help" not in sys.argv:
            installation.prepare_sample()
        if command not in WITHOUT_INSTALLATION and not command.startswith("-") and "--help" not in sys.argv:
            installation.require()
        execute_from_command_line(["guong", *sys.argv[1:]])
    except (installation.NoInstallation, ImproperlyConfigured) as error:
        sys.stderr.write(" ".join(str(error).split()) + "\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
