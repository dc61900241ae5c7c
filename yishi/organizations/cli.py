"""`flask --app yishi import-areas FILE`."""

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from yishi.accounts.actors import SYSTEM
from yishi.database import transaction
from yishi.documents.tables import read_table
from yishi.errors import DomainError, Invalid
from yishi.organizations import services

SHOWN = 20


@click.command(
    "import-areas", help="导入区划：code,name,level,parent_code，xlsx 或 csv，可重复导入。"
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="只检查，不写入。")
@with_appcontext
def import_areas(file: Path, dry_run: bool) -> None:
    """All or nothing; bad lines are named."""
    try:
        table = read_table(file.read_bytes())
        with (
            transaction(),
            click.progressbar(length=len(table.lines), label="导入", file=sys.stderr) as bar,
        ):
            report = services.import_areas(table, by=SYSTEM, dry_run=dry_run, progress=bar.update)
    except Invalid as refusal:
        _bad_lines(refusal)
        raise click.ClickException(refusal.message) from None
    except DomainError as refusal:
        raise click.ClickException(refusal.message) from None
    verb = "将新增" if dry_run else "新增"
    click.echo(f"{verb} {report.added} 个，改名 {report.changed} 个，{report.same} 个没有变。")


def _bad_lines(refusal: Invalid) -> None:
    lines = [(where, text) for where, text in refusal.errors.items() if where.startswith("第 ")]
    for where, text in lines[:SHOWN]:
        click.echo(f"{where}：{text}", err=True)
    if len(lines) > SHOWN:
        click.echo(f"……还有 {len(lines) - SHOWN} 行", err=True)
