"""The page of a round, which a higher room shows. The desk adds its own in `apps.ready()`."""

from collections.abc import Callable

from guong.rounds.models import Round

ROUND_PAGE: list[Callable[[Round], str]] = []


def round_page(round_: Round) -> str:
    """The address of a round's page, or nothing where no room shows one."""
    return ROUND_PAGE[0](round_) if ROUND_PAGE else ""
