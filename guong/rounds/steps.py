"""Steps of higher rooms in this room's acts. They run in the act's transaction; an error stops the whole act."""

from collections.abc import Callable
from datetime import datetime

from guong.rounds.content import Content
from guong.rounds.models import Phase, Round, Submission

PHASE_OPENED: list[Callable[[Phase, datetime], None]] = []

# The submission, its content with the part that stays, and the version before it.
HANDED_IN: list[Callable[[Submission, Content, Submission | None], None]] = []

ROUND_CLOSED: list[Callable[[Round, datetime], None]] = []
