import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.units import queries
from guong.units.management.arguments import day, known_line
from guong.units.queries import Node


class Command(BaseCommand):
    help = "Print the tree of units on a day."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--on", help="the day, as 2022-08-20; today when left out")
        parser.add_argument("--line", help="the line; the pack's first one in use when left out")
        parser.add_argument("--unit", help="the code, on that day, of a unit: it and all below it")
        parser.add_argument("--json", action="store_true", help='{"units": [{"code", "name", "level", "parent"}]}')

    def handle(
        self, *_args: Any, on: str | None, line: str | None, unit: str | None, json: bool, **_options: Any
    ) -> None:
        asked = day(on) if on else today()
        drawn = queries.tree(known_line(line) if line else queries.line_in_use(), asked)
        nodes = _part(drawn, unit) if unit else list(drawn.nodes)
        self.stdout.write(_as_json(drawn, nodes) if json else _as_text(nodes))


def _part(drawn: queries.Tree, code: str) -> list[Node]:
    for node in drawn.nodes:
        if node.code == code:
            return [node, *drawn.below(node.unit)]
    said = _("No unit carries the code {code} on {day}.").format(code=code, day=drawn.on.isoformat())
    raise CommandError(said, returncode=2)


def _as_json(drawn: queries.Tree, nodes: list[Node]) -> str:
    codes = {node.unit.pk: node.code for node in drawn.nodes}
    rows = [
        {
            "code": node.code,
            "name": node.name,
            "level": node.kind,
            "parent": codes[node.parent.pk] if node.parent else None,
        }
        for node in nodes
    ]
    return json.dumps({"units": rows}, ensure_ascii=False, indent=1)


def _as_text(nodes: list[Node]) -> str:
    top = nodes[0].depth if nodes else 0
    return "\n".join(f"{'  ' * (node.depth - top)}{node.code}  {node.name}" for node in nodes)
