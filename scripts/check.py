"""`make test`: the parts in two lanes at once, each part with its time. Begins no further part once one failed.

    python -m scripts.check static sqlite system postgres browser

One part alone prints as its tools do; of several each line names its part. Exit code 0 when all parts pass, 1 when one
fails, 2 when something that a part needs is missing.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from scripts import postgres, soak

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
SUMMARY = re.compile(r"^(=+ )?\d+ (passed|failed|error|skipped|deselected).* in [\d.]+s")
CHECKED = ["guong", "tests", "scripts", "conftest.py", "setup.py"]
STATIC = [
    ["mypy", *CHECKED],
    ["ruff", "check", "--quiet", *CHECKED],
    ["ruff", "format", "--check", "--quiet", *CHECKED],
    ["lint-imports"],
    ["djlint", "--lint", "--quiet", "guong"],
    ["python", "-m", "guong.ops.catalogues", "check"],
]
TWO = ["pytest", "-q", "-n", "2", "--dist", "worksteal"]
WHOLE = "tests/system"
SCREENS = "tests/browser"
BOTH = re.compile(r"\bmark\.both\b")
PACKAGES = {"postgres": ("PostgreSQL", "postgresql"), "browser": ("Chromium", "chromium")}


@dataclass
class Outcome:
    part: str
    seconds: float
    computed: float  # seconds of processor time, of all processes that ended
    passed: bool
    summary: str


class Lane(threading.local):
    """The part at which this thread is: what stands before its lines, and the processor time of its tools."""

    prefix = ""
    computed = 0.0


HERE = Lane()
STOPPED = threading.Event()
RUNNING: set[subprocess.Popen[str]] = set()


def say(line: str) -> None:
    sys.stdout.write(f"{HERE.prefix}{line.rstrip()}\n")
    sys.stdout.flush()


def run(command: list[str], **extra: str) -> tuple[bool, str]:
    """Run a tool of the environment, show what it prints; true when it succeeds, and pytest's last line."""
    environment = os.environ | {"GUONG_TEST_DATA": ""} | extra
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # each process would compile every module anew
    summary = ""
    tool = subprocess.Popen(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    RUNNING.add(tool)
    try:
        for line in tool.stdout or ():
            say(line)
            if SUMMARY.match(line):
                summary = line.strip()
        return ended(tool) == 0, summary
    finally:
        RUNNING.discard(tool)


def stop(*_signal: object) -> None:
    """The tools end, then what they needed is ended on the way out: PostgreSQL above all."""
    STOPPED.set()
    for tool in tuple(RUNNING):
        tool.terminate()
    sys.exit(143)


def ended(tool: subprocess.Popen[str]) -> int:
    """Its exit code; what it and its children computed counts for the part."""
    _pid, status, used = os.wait4(tool.pid, 0)
    tool.returncode = os.waitstatus_to_exitcode(status)
    HERE.computed += used.ru_utime + used.ru_stime
    return tool.returncode


def quietly(command: list[str]) -> tuple[bool, str, float]:
    """As `run`, but what the tool prints comes back instead, with its name before it, and what it computed."""
    HERE.computed = 0.0
    tool = subprocess.Popen(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    printed = tool.stdout.read() if tool.stdout else ""
    return ended(tool) == 0, f"· {' '.join(command)}\n{printed}", HERE.computed


def static() -> tuple[bool, str]:
    """The longest of them, the types, beside all others."""
    failed = []
    with ThreadPoolExecutor(2) as pool:
        for command, (passed, printed, computed) in zip(STATIC, pool.map(quietly, STATIC), strict=True):
            for line in printed.splitlines():
                say(line)
            HERE.computed += computed
            failed += [] if passed else [command[0]]
    return not failed, ", ".join(failed) or f"{len(STATIC)} checks"


def sqlite() -> tuple[bool, str]:
    return run([*TWO, "-m", "not soak", f"--ignore={WHOLE}", f"--ignore={SCREENS}"])


def system() -> tuple[bool, str]:
    """Whole installations, served, killed, restored, installed from the wheel."""
    return run([*TWO, "-m", "not soak", WHOLE])


def on_postgres() -> tuple[bool, str]:
    """Files without a test for both engines are not even read."""
    found = sorted({path for folder in ("guong", "tests") for path in (ROOT / folder).rglob("test_*.py")})
    files = [str(path.relative_to(ROOT)) for path in found if BOTH.search(path.read_text("utf-8"))]
    with postgres.server() as address:
        return run([*TWO, "-m", "both and not browser and not soak", *files], DATABASE_URL=address)


def browser() -> tuple[bool, str]:
    return run([*TWO, "-m", "not soak", SCREENS])


def long_runs() -> tuple[bool, str]:
    return soak.run_all(run, os.environ.get("RUNS", "").split())


PARTS: dict[str, Callable[[], tuple[bool, str]]] = {
    "static": static,
    "sqlite": sqlite,
    "system": system,
    "postgres": on_postgres,
    "browser": browser,
    "soak": long_runs,
}
# Browser and whole installations wait much of the time, which the other lane uses.
BESIDE = ("static", "system", "browser")


def missing(part: str) -> bool:
    if part == "postgres":
        return postgres.binaries() is None
    return part == "browser" and not shutil.which("chromium")


def bring(parts: list[str]) -> bool:
    """Install what the parts lack from Debian when that is possible; else name it. True when nothing is missing."""
    lacking = [PACKAGES[part] for part in parts if missing(part)]
    if not lacking:
        return True
    names = " and ".join(name for name, _ in lacking)
    packages = [package for _, package in lacking]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(f"Missing: {names}. On Debian, as root: apt-get install {' '.join(packages)}", file=sys.stderr)
        return False
    print(f"Missing: {names}. Installing from Debian: {' '.join(packages)} …", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        if subprocess.run(["apt-get", "-qq", *command], env=quiet, stdout=subprocess.DEVNULL, check=False).returncode:
            print(f"apt-get could not install {names}.", file=sys.stderr)
            return False
    return True


def report(outcomes: list[Outcome]) -> None:
    outcomes.sort(key=lambda one: (one.passed, list(PARTS).index(one.part)))
    print("\n— time by part —")
    for one in outcomes:
        verdict = "passed" if one.passed else "FAILED"
        print(f"{one.part:9} {one.seconds:6.1f} s  {verdict}  (processor {one.computed:.0f} s)")
    failed = [one.part for one in outcomes if not one.passed]
    print(f"Failed: {failed[0]}" if failed else "All parts passed.")
    for one in outcomes:
        print(one.summary)


def along(parts: Sequence[str], *, named: bool) -> list[Outcome]:
    """The parts of a lane one after the other."""
    outcomes = []
    for part in parts:
        if STOPPED.is_set():
            break
        HERE.prefix, HERE.computed = f"{part:8} │ " if named else "", 0.0
        say("begins")
        began = time.monotonic()
        passed, summary = PARTS[part]()
        outcomes.append(Outcome(part, time.monotonic() - began, HERE.computed, passed, summary))
        if not passed:
            STOPPED.set()
    return outcomes


def main(parts: list[str]) -> int:
    unknown = [part for part in parts if part not in PARTS]
    if unknown or not parts:
        print(f"Parts are: {' '.join(PARTS)}", file=sys.stderr)
        return 2
    os.environ.pop("DATABASE_URL", None)
    signal.signal(signal.SIGTERM, stop)
    if not bring(parts):
        return 2
    lanes = [[part for part in parts if (part in BESIDE) is beside] for beside in (False, True)]
    with ThreadPoolExecutor(len(lanes)) as pool:
        found = [pool.submit(along, lane, named=len(parts) > 1) for lane in lanes]
        outcomes = [outcome for lane in found for outcome in lane.result()]
    report(outcomes)
    return 0 if all(one.passed for one in outcomes) else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
