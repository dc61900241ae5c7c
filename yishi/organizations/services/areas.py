"""Importing and adding areas."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from yishi.accounts.actors import Actor
from yishi.database import db
from yishi.documents.tables import Table
from yishi.errors import Invalid
from yishi.organizations.models import Area
from yishi.organizations.rules import LONGEST_NAME, AreaLevel, area_problem, free_code
from yishi.records.services import audit

COLUMNS = ("code", "name", "level", "parent_code")
CHINESE = {"代码": "code", "名称": "name", "层级": "level", "上级代码": "parent_code"}
BATCH = 250


class ImportReport(NamedTuple):
    """What an import did."""

    added: int
    changed: int
    same: int


class _Line(NamedTuple):
    number: int
    code: str
    name: str
    level: str
    parent_code: str


def import_areas(
    table: Table, *, by: Actor, dry_run: bool = False, progress: Callable[[int], object] = int
) -> ImportReport:
    """Adds and renames areas, all or nothing; the same list twice changes nothing.

    `progress` is told how many lines were written. Raises Invalid whose `errors`
    name each bad line: {"第 17 行": what is wrong}.
    """
    known = {area.code: area for area in db.session.scalars(sa.select(Area))}
    lines = sorted(_lines(table), key=lambda line: (len(line.code), line.code))
    _refuse(_problems(lines, known))
    new = [line for line in lines if line.code not in known]
    changed = [line for line in lines if _renamed(line, known)]
    report = ImportReport(len(new), len(changed), len(lines) - len(new) - len(changed))
    if not dry_run and (new or changed):
        _write([*new, *changed], progress)
        audit(by, "areas.import", "areas", after=report._asdict())
    return report


def create_area(parent: Area, name: str, *, by: Actor) -> Area:
    """An area that no list has, under a free code of its parent; raises Invalid."""
    level, name = parent.level.below, name.strip()
    if level is None:
        raise Invalid("网格下面不再分", {"name": "网格下面不再分。"})
    if not name or len(name) > LONGEST_NAME:
        raise Invalid("还差名称", {"name": f"请写名称，不超过 {LONGEST_NAME} 个字。"})
    siblings = db.session.scalars(sa.select(Area).where(Area.parent_code == parent.code)).all()
    if any(area.name == name for area in siblings):
        raise Invalid("已经有了", {"name": f"{parent.name}已经有“{name}”。"})
    code = free_code(parent.code, level, [area.code for area in siblings])
    if code is None:
        raise Invalid("代码用完了", {"name": f"{parent.name}下面没有空的代码了。"})
    area = Area(code=code, name=name, level=level, parent_code=parent.code)
    db.session.add(area)
    db.session.flush()
    audit(by, "areas.create", f"area:{code}", after={"name": name, "level": level})
    return area


def _lines(table: Table) -> Iterator[_Line]:
    heads = [CHINESE.get(head, head.strip().lower()) for head in table.heads]
    missing = [name for name in COLUMNS if name not in heads]
    if missing:
        raise Invalid(
            f"缺少列：{'、'.join(missing)}。第一行要有 code、name、level、parent_code。",
            {"file": f"缺少列：{'、'.join(missing)}。"},
        )
    for line in table.lines:
        cells = dict(zip(heads, line.cells, strict=True))
        yield _Line(line.number, *(cells[name].strip() for name in COLUMNS))


def _problems(lines: Sequence[_Line], known: Mapping[str, Area]) -> dict[int, str]:
    """What is wrong, by line number; parents come before children."""
    levels = {code: area.level for code, area in known.items()}
    seen: dict[str, int] = {}
    problems = {}
    for line in lines:
        problem = area_problem(line.code, line.name, line.level, line.parent_code, levels)
        if line.code in seen:
            problem = f"代码 {line.code} 和第 {seen[line.code]} 行重复"
        if problem:
            problems[line.number] = problem
        else:
            levels[line.code] = AreaLevel(line.level)
        seen.setdefault(line.code, line.number)
    return problems


def _refuse(problems: Mapping[int, str]) -> None:
    if problems:
        errors = {f"第 {number} 行": problems[number] for number in sorted(problems)}
        raise Invalid(f"有 {len(errors)} 行不对，一行都没有导入。改好后再传一次。", errors)


def _renamed(line: _Line, known: Mapping[str, Area]) -> bool:
    return line.code in known and known[line.code].name != line.name


def _write(lines: Sequence[_Line], progress: Callable[[int], object]) -> None:
    statement = insert(Area)
    renamed = {"name": statement.excluded.name}
    statement = statement.on_conflict_do_update(index_elements=["code"], set_=renamed)
    for start in range(0, len(lines), BATCH):
        batch = lines[start : start + BATCH]
        db.session.execute(statement, [_row(line) for line in batch])
        progress(len(batch))
    db.session.expire_all()


def _row(line: _Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "name": line.name,
        "level": AreaLevel(line.level),
        "parent_code": line.parent_code or None,
    }
