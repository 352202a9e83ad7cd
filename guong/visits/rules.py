"""Who is counted. A person: a browser that also fetched what a page is made of. A robot: what says so of itself."""

import re
from datetime import timedelta
from hashlib import blake2b

ONLINE = timedelta(minutes=5)
# A visitor seen again this soon needs no new note.
AGAIN = timedelta(minutes=1)

_ROBOT = re.compile(
    r"bot\b|bot[/;_-]|crawl|spider|slurp|scrap|curl|wget|httpie|python|java/|okhttp|go-http|libwww|perl|ruby|php"
    r"|headless|phantom|lighthouse|pagespeed|monitor|uptime|pingdom|preview|facebookexternalhit|feed|archiver|scan",
    re.IGNORECASE,
)


def is_robot(agent: str) -> bool:
    """Does the program name itself as something else than a browser? One without a name does."""
    return not agent.strip() or _ROBOT.search(agent) is not None


def visitor_key(salt: bytes, address: str, agent: str) -> bytes:
    """16 bytes, the same for one address and browser during one day; BLAKE2 keyed with the day's salt (32 bytes)."""
    return blake2b(f"{address}\n{agent}".encode(), key=salt, digest_size=16).digest()
