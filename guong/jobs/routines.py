"""What the worker does in every round of its own: sealing the trail, and whatever else cannot wait for a schedule."""

from collections.abc import Callable

Routine = Callable[[], int]
ROUTINES: dict[str, Routine] = {}
BESIDE: dict[str, Routine] = {}


def register(name: str, run: Routine, *, beside: Routine | None = None) -> None:
    """Add a routine (in `apps.ready`); it does what waits, quickly, and returns how much that was. What takes long is
    done by `beside` in a worker that stays: it begins the work elsewhere and sees to its end in later rounds.
    """
    ROUTINES[name] = run
    if beside:
        BESIDE[name] = beside
