"""The structured logger of the background work. Events and ids only: no text that somebody wrote, no name."""

from typing import cast

import structlog

log = cast(structlog.stdlib.BoundLogger, structlog.get_logger("guong"))
