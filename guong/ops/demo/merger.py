"""What the sample knows of later days: school cells of 2023, and 1 July 2025, when the district's committee ended.

Both are recorded ahead, as a change of the tree can be: whoever chooses such a day sees the organisation of that day.
"""

from collections.abc import Iterable
from datetime import date, datetime

from guong.jobs import clock
from guong.ops.demo.samples import read
from guong.ops.demo.tree import LINE, Sample
from guong.units import planning
from guong.units.actions import carry_out, give_mandate
from guong.units.enums import ChangeKind, Fate, Role
from guong.units.models import Mandate, Unit
from guong.units.plans import Carried, Edge, Item, Plan, Step
from guong.units.queries import children

RECORDED = datetime.fromisoformat("2022-08-19T16:00:00+07:00")
SCHOOLS_ON, ENDED_ON = date(2023, 9, 5), date(2025, 7, 1)


def build(sample: Sample) -> None:
    """Both days; the second in one act, as it was decided."""
    with clock.at(RECORDED):
        _schools(sample)
        _merger(sample)


def _schools(sample: Sample) -> None:
    data = read("units")["schools"]
    plans = [
        planning.found(
            day=SCHOOLS_ON,
            name=f"Chi bộ {school} {place}",
            kind="cell",
            places={LINE: sample.direct[f"Xã {place}"]},
            decision=data["decision"],
        )
        for place in data["places"]
        for school in data["schools"]
    ]
    carry_out(by=None, plan=planning.together(*plans))


def _merger(sample: Sample) -> None:
    data = read("units")["merger"]
    above = sample.district.placements.get(line=LINE).parent
    steps = [_commune(sample, row, planning.NEW - number, above) for number, row in enumerate(data["communes"])]
    main = planning.NEW
    first = planning.NEW - len(steps)
    steps += [_office(sample, row, first - number, main) for number, row in enumerate(data["offices"])]
    going = [sample.direct[short] for short in data["going_on"]]
    steps.append(Step(ChangeKind.MOVE, tuple(Item(unit.pk, Fate.GOES_ON, LINE, main) for unit in going)))
    steps.append(Step(ChangeKind.DISSOLVE, (Item(sample.district.pk, Fate.ENDS, LINE),)))
    plan = Plan(ENDED_ON, tuple(steps), data["decision"])
    ended = Mandate.objects.filter(unit__in=plan.ending(), ends_on__isnull=True)
    plan = Plan(plan.day, plan.steps, plan.decision, tuple(Carried(one.pk) for one in ended.order_by("pk")))
    done = carry_out(by=None, plan=plan)
    _people(sample, done.units[main])


def _commune(sample: Sample, row: dict[str, object], new: int, above: Unit | None) -> Step:
    """Communes merge into a new one; one that is divided goes with its cells to the main part."""
    name, old = str(row["name"]), [sample.direct[f"{short}"] for short in _listed(row["from"])]
    divided = [sample.direct[short] for short in _listed(row.get("part_of", ()))]
    begins = Item(
        new, Fate.BEGINS, LINE, above.pk if above else None, name=name, kind="commune_committee", code=str(row["code"])
    )
    ends = [Item(unit.pk, Fate.ENDS, LINE) for unit in old]
    cells = [Item(cell.pk, Fate.GOES_ON, LINE, new) for unit in old for cell in children(unit, LINE, ENDED_ON)]
    whole = set(_listed(row.get("divided", ())))
    edges = [Edge(unit.pk, new, divided=short in whole) for short, unit in zip(_listed(row["from"]), old, strict=True)]
    edges += [Edge(unit.pk, new, divided=True, main=False) for unit in divided]
    return Step(ChangeKind.MERGE, (begins, *ends, *cells), tuple(edges))


def _listed(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, Iterable) else []


def _office(sample: Sample, row: dict[str, object], new: int, above: int) -> Step:
    old = [sample.direct[short] for short in _listed(row["from"])]
    begins = Item(new, Fate.BEGINS, LINE, above, name=str(row["name"]), kind="grassroots_cell")
    ends = [Item(unit.pk, Fate.ENDS, LINE) for unit in old]
    return Step(ChangeKind.MERGE, (begins, *ends), tuple(Edge(unit.pk, new) for unit in old))


def _people(sample: Sample, commune: Unit) -> None:
    """Those who answered for the district answer for the commune that keeps its name, from that day on."""
    posts = (
        (sample.leader, "secretary", "Bí thư Đảng ủy xã Mường Soi", Role.LEADER),
        (sample.clerk, "office_deputy", "Phó Chánh Văn phòng Đảng ủy xã Mường Soi", Role.CLERK),
        (sample.editor, "officer", "Chuyên viên Ban Xây dựng Đảng xã Mường Soi", Role.EDITOR),
    )
    for person, office, title, role in posts:
        give_mandate(
            by=None, person=person, unit=commune, office=office, office_title=title, role=role, starts_on=ENDED_ON
        )
