"""`flask --app yishi workdays …`: the clock on the command line."""

import datetime as dt

import click
import sqlalchemy.exc
from flask.cli import AppGroup

from yishi.dates import WEEKDAYS
from yishi.workdays import queries
from yishi.workdays.published import published
from yishi.workdays.rules import Calendar, Day

workdays = AppGroup("workdays", help="工作日怎么算。")

MOST = 2000
area_option = click.option("--area", default="", help="区划代码；不写，按全市的日历。")


@workdays.command("add", help="从 DATE 起第 N 个工作日（DATE 当天不算）。")
@click.argument("date")
@click.argument("n")
@area_option
def add(date: str, n: str, area: str) -> None:
    """Prints the due date alone; that it is provisional is said on stderr."""
    calendar, start, count = _calendar(area), _date(date), _count(n)
    due = calendar.add_workdays(start, count)
    click.echo(due.isoformat())
    if calendar.is_provisional(due):
        click.echo(f"暂定：{due.year}年的放假安排还没有公布，公布后可能变动。", err=True)


@workdays.command("why", help="每一天怎么数到第 N 个工作日。")
@click.argument("date")
@click.argument("n")
@area_option
def why(date: str, n: str, area: str) -> None:
    """Prints the due date, then each day from start to due with its count."""
    calendar, start, count = _calendar(area), _date(date), _count(n)
    due = calendar.add_workdays(start, count)
    click.echo(due.isoformat())
    for day in calendar.explain(start, due):
        click.echo(_line(day, start))


def _line(day: Day, start: dt.date) -> str:
    count = "起" if day.date == start else str(day.number) if day.number else "休"
    kind = "班" if day.worked and day.date.weekday() > 4 else ""
    words = [day.date.isoformat(), f"周{WEEKDAYS[day.date.weekday()]}", count, kind, day.name]
    if day.provisional:
        words.append("（暂定）")
    return " ".join(word for word in words if word)


def _calendar(area: str) -> Calendar:
    try:
        return queries.calendar(area)
    except sqlalchemy.exc.ProgrammingError:
        pass  # no tables yet, so no office has changed a day
    except sqlalchemy.exc.OperationalError:
        click.echo("没有连上数据库：只按国务院通知算，没有算本单位改过的日子。", err=True)
    known = published()
    return Calendar(known.days, known.first_year, known.last_year)


def _date(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise click.ClickException(f"日期请写成 2026-02-13，不是 {text}") from None
    if not 2000 <= day.year <= 2100:
        raise click.ClickException("日期请写 2000 年到 2100 年之间的一天")
    return day


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > MOST:
        raise click.ClickException(f"工作日数请写 0 到 {MOST} 的整数，不是 {text}")
    return int(text)
