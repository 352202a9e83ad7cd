"""Work of the register for the worker."""

from uuid import UUID

from django.utils import translation
from django_tasks import task

from guong.jobs.log import log
from guong.registry.actions.cases import give_up, work_on
from guong.registry.models import CaseBuild
from guong.registry.rules import Refused


@task()
def build_case(uid: str, language: str) -> None:
    """Make a printed form, in the language of whoever asked. Run again it makes the same once more."""
    build = CaseBuild.objects.filter(uid=UUID(uid)).select_related("case__keeper").first()
    if build is None or build.sha256:
        return
    try:
        with translation.override(language):
            work_on(build)
    except Refused as refused:
        give_up(build.uid, str(refused))
    except Exception:
        log.exception("case_file_failed", build=uid)
        give_up(build.uid)
