"""WSGI entry point; granian and `guong serve` load it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guong.settings")
application = get_wsgi_application()
