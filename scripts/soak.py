"""`make soak`: the long runs one after the other; what they found is written to `docs/soak.json`, to be committed.

A further run is one more line of `RUNS`; `make soak RUNS="finder kills"` goes through some. A soak test tells its
figures by pytest's `record_property`.
"""

import json
import os
import platform
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "docs" / "soak.json"
MARKED = ("-m", "soak")
# The laws in these files on twenty times as many examples as usual, others at each run.
SEARCH = ("-m", "not soak")

Tool = Callable[..., tuple[bool, str]]


@dataclass(frozen=True)
class Run:
    name: str
    what: str
    words: tuple[str, ...]


RUNS = (
    Run("finder", "any text at all, ten minutes", (*MARKED, "guong/ops/tests/test_cite_fuzz.py")),
    Run("kills", "2,000 reports through kills of web and worker", (*MARKED, "tests/system/test_kill.py")),
    Run("cuts", "1,000 reports from a phone whose network is cut", (*MARKED, "tests/browser/test_phone_cuts.py")),
    Run("trail", "tampering with a sealed chain", (*SEARCH, "guong/trail")),
    Run("lives", "states of papers against a model", (*SEARCH, "guong/registry/tests/test_lives.py")),
    Run("tree", "the tree through time", (*SEARCH, "guong/units/tests/test_tree.py")),
    Run("tally", "totals over the tree", (*SEARCH, "guong/tally/tests/test_tally.py")),
    Run("histories", "10,000 histories of the tree against a model", (*MARKED, "guong/tally/tests/test_histories.py")),
    Run("kept", "kept totals against the slow sum", (*MARKED, "guong/tally/tests/test_kept.py")),
    Run("scope", "ten million decisions against a model", (*MARKED, "tests/test_scope.py")),
    Run("matrix", "every address, role, unit and method", (*MARKED, "tests/test_matrix.py")),
    Run("entry", "1,000 log-ins of known and unknown names", (*MARKED, "guong/accounts/tests/test_timing_soak.py")),
    Run("states", "states of duties against a model", (*SEARCH, "guong/rounds/tests/test_states.py")),
)


def run_all(tool: Tool, names: list[str]) -> tuple[bool, str]:
    """The named runs or all, also after one that failed. Each is written down when it ends, whatever it found."""
    failed = []
    for one in RUNS:
        if not names or one.name in names:
            result = _run(one, tool)
            _keep(one.name, result)
            failed += [] if result["passed"] else [one.name]
    unknown = sorted(set(names) - {one.name for one in RUNS})
    verdict = f"failed: {', '.join(failed) or 'none'}" + (f", unknown: {', '.join(unknown)}" if unknown else "")
    return not failed and not unknown, f"{verdict}; see {KEPT.relative_to(ROOT)}"


def _run(one: Run, tool: Tool) -> dict[str, Any]:
    print("·", one.what, flush=True)
    told = {"what": one.what, "machine": _machine(), "commit": _commit(), "at": _now()}
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        said = ["-o", "junit_family=xunit1", f"--junitxml={report}"]  # the family that keeps recorded figures
        passed, _summary = tool(["pytest", "-q", "--timeout", "7200", *said, *one.words], HYPOTHESIS_PROFILE="search")
        counted = _told(report) if report.exists() else {}
    seconds = round(time.monotonic() - began)
    return {**told, "passed": passed and counted.get("tests", 0) > 0, "seconds": seconds, **counted}


def _keep(name: str, result: dict[str, Any]) -> None:
    """Beside the last results of the other runs."""
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    found = {**kept, name: result}
    known = {one.name: found[one.name] for one in RUNS if one.name in found}
    KEPT.write_text(json.dumps(known, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _told(report: Path) -> dict[str, int | float]:
    """How many tests ran, and the figures that they recorded."""
    cases = list(ET.parse(report).iter("testcase"))  # noqa: S314  (written by the run before)
    told = {one.attrib["name"]: float(one.attrib["value"]) for case in cases for one in case.iter("property")}
    figures = {name: int(value) if value.is_integer() else value for name, value in told.items()}
    return {"tests": len(cases)} | figures


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} × {_processor()}, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"
    )


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text().splitlines() if listed.exists() else []
    named = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def _commit() -> str:
    """The commit, with a mark when the checkout held more than that and the results of earlier runs."""
    changed = _git("status", "--porcelain", "--untracked-files=no", ".", f":!{KEPT.relative_to(ROOT)}")
    return (_git("rev-parse", "HEAD") or "unknown") + ("-dirty" if changed else "")


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
