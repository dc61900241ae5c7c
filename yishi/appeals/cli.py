"""`flask --app yishi import-appeals FILE`."""

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from yishi import clock
from yishi.accounts.actors import SYSTEM
from yishi.appeals.models import AppealImport
from yishi.appeals.rules import Brings
from yishi.appeals.rules.tables import DEFAULT_SOURCE
from yishi.appeals.services import importing
from yishi.appeals.services.importing import Preview
from yishi.database import transaction
from yishi.errors import DomainError
from yishi.organizations import queries as organizations

SHOWN = 20


@click.command("import-appeals", help="导入诉求：xlsx 或 csv（UTF-8、GBK），按编号可重复导入。")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--as",
    "brings",
    type=click.Choice([b.value for b in Brings]),
    default=Brings.LEAD.value,
    help="lead 线索（默认）、answered 已答复、open 待办",
)
@click.option("--dry-run", is_flag=True, help="只检查，不写入。")
@click.option("--area", default="", help="哪个街道的，区划代码；不写，就是本单位。")
@click.option("--source", default=DEFAULT_SOURCE, show_default=True, help="从哪里来。")
@with_appcontext
def import_appeals(file: Path, brings: str, dry_run: bool, area: str, source: str) -> None:
    """All or nothing; every bad line is named with what to mend."""
    try:
        with transaction():
            batch = _begin(file, Brings(brings), _area(area), source)
            seen = importing.preview(batch, clock.now())
            _require_readable(seen)
            if dry_run:
                raise _OnlyLooked(seen)
            _import(batch, len(seen.new))
        click.echo(
            f"导入了 {batch.rows_new} 条{batch.brings.label}，{batch.rows_known} 条以前导过。"
        )
    except _OnlyLooked as looked:
        click.echo(f"会导入 {len(looked.seen.new)} 条，{looked.seen.known} 条以前导过。没有写入。")
    except DomainError as refusal:
        raise click.ClickException(refusal.message) from None


class _OnlyLooked(Exception):
    """A dry run ends here and leaves nothing."""

    def __init__(self, seen: Preview) -> None:
        super().__init__()
        self.seen = seen


def _area(code: str) -> str:
    if code and organizations.office(code) is None:
        raise click.ClickException(f"没有 {code} 这个区划。先 import-areas，或核对代码。")
    code = code or organizations.home_area() or ""
    if not code:
        raise click.ClickException("还没有单位：请用 --area 写明是哪个街道，如 --area 371524001")
    return code


def _begin(file: Path, brings: Brings, area: str, source: str) -> AppealImport:
    return importing.begin(
        file.read_bytes(),
        file.name,
        area_code=area,
        source_name=source,
        brings=brings,
        by=SYSTEM,
        now=clock.now(),
    )


def _require_readable(seen: Preview) -> None:
    if seen.missing:
        labels = "、".join(seen.missing)
        raise click.ClickException(f"认不出哪一列是：{labels}。列名请写成这些字，或在网页上导入。")
    for bad in seen.bad[:SHOWN]:
        click.echo(f"第 {bad.line} 行：{bad.words}", err=True)
    if len(seen.bad) > SHOWN:
        click.echo(f"……还有 {len(seen.bad) - SHOWN} 行", err=True)
    if seen.bad:
        raise click.ClickException(f"{len(seen.bad)} 行要改，一行都没有导入。")


def _import(batch: AppealImport, rows: int) -> None:
    with click.progressbar(length=rows, label="导入", file=sys.stderr) as bar:
        importing.finish(batch, by=SYSTEM, now=clock.now(), progress=bar.update)
