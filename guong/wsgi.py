"""WSGI entry point; granian and `guong serve` load it."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guong.settings")
application = get_wsgi_application()
assert get_resolver().url_patterns  # noqa: S101  (what pages are made of is loaded before the first one is asked for)
# What stays until the process ends is never looked through for rubbish: that held a page up for a tenth of a second.
gc.collect()
gc.freeze()
# A page makes ten thousand objects and leaves hardly a circle: by default each is looked through several times.
gc.set_threshold(20_000)
