"""What the worker does in every round of its own: sealing the trail, and whatever else cannot wait for a schedule."""

from collections.abc import Callable

Routine = Callable[[], int]
ROUTINES: dict[str, Routine] = {}


def register(name: str, run: Routine) -> None:
    """Add a routine (in `apps.ready`); it does what waits, quickly, and returns how much that was."""
    ROUTINES[name] = run
