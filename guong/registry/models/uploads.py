from django.db import models
from uuid_utils.compat import uuid7

from guong.files.models import StoredFile
from guong.keys.seal import seal, unseal
from guong.units.models import Person


class Upload(models.Model):
    """Files of one paper that a person put in and has not registered yet; without that it expires."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="uploads")
    made_at = models.DateTimeField()


class UploadedFile(models.Model):
    """One file of an upload. Its name lies sealed under the file's own key: it can say as much as the file."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    sealed_name = models.BinaryField()
    pages = models.PositiveSmallIntegerField(null=True)
    by_eye = models.PositiveSmallIntegerField(default=0)  # pages that character recognition read
    unread = models.PositiveSmallIntegerField(default=0)  # pages whose words nobody could read

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "file"], name="an_upload_holds_a_file_once"),
            models.UniqueConstraint(fields=["upload", "order"], name="files_of_an_upload_stand_in_order"),
        ]

    @property
    def name(self) -> str:
        return unseal(bytes(self.sealed_name), kind="file", name=self.file.sha256).decode()

    @name.setter
    def name(self, clear: str) -> None:
        self.sealed_name = seal(clear.encode(), kind="file", name=self.file.sha256)
