"""Making and preparing an installation: what init, demo, restore and serve share."""

import hashlib
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from guong import installation
from guong.keys import sign
from guong.ops import fresh
from guong.portal.actions import make_site

STAMP = ".stamp"


def make(new: installation.Installation, *, name: str = "") -> None:
    """Folder, keys, secret, empty tables and the bare portal of a new installation in `GUONG_DATA`."""
    installation.write(new)
    write_secret_key()
    sign.public_key()
    fresh.migrate()
    _open_portal(name or settings.WAGTAIL_SITE_NAME)
    collect_static()


def _open_portal(name: str) -> None:
    public = urlsplit(settings.GUONG_PUBLIC_URL)
    port = public.port or (443 if public.scheme == "https" else 80)
    make_site(name=name, subtitle="", hostname=public.hostname or "localhost", port=port, sections=[])


def write_secret_key() -> None:
    """Keep a random key for sessions and tokens beside the other keys, unless there is one."""
    path = Path(settings.GUONG_KEYS) / "secret_key"
    if not path.exists():
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(secrets.token_urlsafe(50) + "\n")


def collect_static() -> bool:
    """Bring fonts, scripts and styles into place when any of them changed since last time; True when it did."""
    root = Path(settings.STATIC_ROOT)
    stamp, now = root / STAMP, _static_stamp()
    if stamp.is_file() and stamp.read_text("utf-8") == now:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=False)
    root.mkdir(parents=True, exist_ok=True)
    stamp.write_text(now, "utf-8")
    return True


def _static_stamp() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: str(found[0])):
            size, at = storage.size(name), storage.get_modified_time(name)
            digest.update(f"{name} {size} {at.timestamp()}\n".encode())
    return digest.hexdigest()
