"""`/health/live`: this process answers. `/health/ready`: it can do its work. For probes; tells no more."""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from guong.jobs import worker

LEAST_FREE_BYTES = 500 * 2**20


@never_cache
@require_safe
def live(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"live": True})


@never_cache
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """200 when the database answers, a worker holds its lease and the disk has room; else 503. Each is told apart."""
    parts = {"database": database(), "disk": disk(), "worker": False}
    parts["worker"] = parts["database"] and worker.alive()
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def disk() -> bool:
    return shutil.disk_usage(settings.GUONG_DATA).free >= LEAST_FREE_BYTES
