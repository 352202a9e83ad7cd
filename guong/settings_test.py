"""Settings of the tests: a throw-away installation of the party pack, fast password hashing, nothing else different."""

import os
import tempfile
from pathlib import Path

from guong import installation

_folder = Path(os.environ.get("GUONG_TEST_DATA") or tempfile.mkdtemp(prefix="guong-test-"))
os.environ["GUONG_DATA"] = str(_folder)
os.environ.pop("GUONG_KEYS", None)
os.environ.setdefault("GUONG_SECRET_KEY", "only-for-tests-" + "0" * 50)
if not installation.exists(_folder):
    installation.write(installation.Installation(), _folder)

from guong.settings import *  # noqa: E402, F403  (the environment above comes first)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

if os.environ.get("GUONG_TEST_DATA"):  # served beside the tests, which replace the database between them
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405  (of the settings above)
