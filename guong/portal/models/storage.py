from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.urls import reverse
from django.utils.deconstruct import deconstructible

from guong.files.actions import store
from guong.files.models import StoredFile
from guong.files.queries import read

ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


@deconstructible
class Originals(Storage):
    """Originals of pictures lie in the files room: checked by content, cleaned of metadata, encrypted, kept once.

    The name of a picture's file is its SHA-256. What the public sees are renditions, plain files made from these.
    """

    def _save(self, name: str | None, content: File[Any]) -> str:  # noqa: ARG002  Django gives the claimed name
        content.seek(0)
        kept = store(content=content.read(), claimed_name=PurePath(content.name or "").name)
        return kept.sha256 + ENDINGS.get(kept.media_type, "")

    def _open(self, name: str, mode: str = "rb") -> File[Any]:  # noqa: ARG002  reading is all there is
        return ContentFile(bytes(read(self._kept(name))), name=name)

    def _kept(self, name: str) -> StoredFile:
        return StoredFile.objects.get(sha256=PurePath(name).stem)

    def exists(self, name: str) -> bool:  # noqa: ARG002  (Django calls it so)
        """Never: content decides the name, and the same content is the same file."""
        return False

    def size(self, name: str) -> int:
        return self._kept(name).size

    def url(self, name: str | None) -> str:
        return reverse("portal:original", args=[name])

    def delete(self, name: str) -> None:
        """Nothing here: taking a file out is an act of its own, with a reason (`files.actions`)."""
