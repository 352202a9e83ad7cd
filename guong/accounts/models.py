from django.contrib.auth.models import AbstractUser
from django.db import models
from uuid_utils.compat import uuid7


class User(AbstractUser):
    """Somebody who signs in. Who the person is, and what they may do where, is a `Person` with mandates in `units`."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
