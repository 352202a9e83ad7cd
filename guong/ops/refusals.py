"""What the command line says when it cannot even begin: no installation, no such pack, no database."""

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.utils.translation import gettext as _

from guong.installation import MARK, NoInstallation, Why
from guong.packs import UnknownPack


class UnknownCommand(Exception):
    """No command of that name; the argument is the name."""


def sentence(error: Exception) -> str:
    """The one line for standard error."""
    if isinstance(error, NoInstallation):
        return _of_folder(error)
    if isinstance(error, UnknownCommand):
        return _("There is no command “%(name)s”. “guong help” lists them.") % {"name": error}
    if isinstance(error, UnknownPack):
        name, known = error.args
        return _("There is no pack “%(name)s”; GUONG_PACK is one of: %(known)s.") % {
            "name": name,
            "known": ", ".join(known),
        }
    why = " ".join(str(error).split())
    if isinstance(error, ImproperlyConfigured):
        return _("The settings cannot be used: %(why)s") % {"why": why}
    return _("The database does not do what was asked (%(why)s). “guong doctor” says what is wrong.") % {"why": why}


def _of_folder(error: NoInstallation) -> str:
    told = {"folder": error.folder, "mark": MARK}
    if error.why == Why.ABSENT:
        return (
            _(
                "%(folder)s holds no Gương installation (no %(mark)s). Run “guong init” or “guong demo”, or set"
                " GUONG_DATA to the right folder."
            )
            % told
        )
    if error.why == Why.REAL:
        return (
            _("%(folder)s is a real installation; samples must not mix with it. Set GUONG_DATA to a new folder.") % told
        )
    return _("%(mark)s in %(folder)s is damaged, or a newer version wrote it. Bring it back from a backup.") % told


REFUSED = (NoInstallation, UnknownCommand, UnknownPack, ImproperlyConfigured, OperationalError)
