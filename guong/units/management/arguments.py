"""Arguments that the commands of this room share; bad ones end with code 2 and one line."""

from datetime import date

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(_("{text} is no day; write it as 2022-08-20.").format(text=text), returncode=2) from error


def known_line(code: str) -> str:
    codes = [entry.code for entry in settings.PACK.table("lines")]
    if code not in codes:
        said = _("The pack has no line {code}, only: {codes}.").format(code=code, codes=", ".join(codes))
        raise CommandError(said, returncode=2)
    return code
