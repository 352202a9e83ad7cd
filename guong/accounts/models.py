from django.contrib.auth.models import AbstractUser
from django.db import models
from uuid_utils.compat import uuid7


class User(AbstractUser):
    """Somebody who signs in. Who the person is, and what they may do where, is a `Person` with mandates in `units`."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)

    def get_full_name(self) -> str:
        """Family name first, as names are written in Vietnam."""
        return f"{self.last_name} {self.first_name}".strip()
