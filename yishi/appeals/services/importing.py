"""Taking appeals over from elsewhere: a preview first, all or nothing, safe to repeat."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from yishi.accounts.actors import Actor
from yishi.accounts.scoping import in_area
from yishi.appeals.models import Appeal, AppealDecision, AppealImport
from yishi.appeals.rules import Act, AppealState, Brings, Source, tables
from yishi.appeals.rules.tables import BadLine, Row
from yishi.appeals.services._moves import due_moments, next_numbers
from yishi.database import db
from yishi.documents.tables import MOST_BYTES, Table, read_table
from yishi.errors import Conflict, Invalid
from yishi.organizations.models import Category, Estate
from yishi.records.services import audit, entry

__all__ = ["MOST_BYTES", "Preview", "begin", "drop", "finish", "preview", "remap"]

BATCH = 100
ELSEWHERE = "原系统"

Progress = Callable[[int], object]


@dataclass(frozen=True)
class Preview:
    """(试导入) What an import would do; `new` are the rows that it would add."""

    table: Table
    mapping: Mapping[str, str]
    missing: Sequence[str]
    new: Sequence[Row]
    known: int
    bad: Sequence[BadLine]

    @property
    def is_ready(self) -> bool:
        """Whether nothing has to be mended first and there is something to add."""
        return not self.missing and not self.bad and bool(self.new)


def begin(
    content: bytes,
    file_name: str,
    *,
    area_code: str,
    source_name: str,
    brings: Brings,
    by: Actor,
    now: dt.datetime,
) -> AppealImport:
    """Keeps a table for its preview, with a guessed mapping; raises Invalid if it is none."""
    table = read_table(content)
    source_name = source_name.strip() or tables.DEFAULT_SOURCE
    batch = AppealImport(
        area_code=area_code,
        source_name=source_name,
        file_name=file_name[:120],
        brings=brings,
        mapping=tables.guess(table.heads, _remembered(area_code, source_name)),
        content=content,
        by_name=by.name,
        by_id=by.person_id,
        created_at=now,
    )
    db.session.add(batch)
    db.session.flush()
    return batch


def preview(batch: AppealImport, now: dt.datetime) -> Preview:
    """The dry run: new, already there, and lines to mend, with their numbers."""
    if batch.content is None:
        raise Conflict("这张表已经导入，或放了超过两天。请重新选文件。")
    table = read_table(batch.content)
    absent = tables.missing(batch.mapping, batch.brings)
    if absent:
        return Preview(table, batch.mapping, absent, [], 0, [])
    read = tables.read(table.records(), batch.mapping, batch.brings, now)
    known = _known(batch, [row.number for row in read.rows])
    new = [row for row in read.rows if row.number not in known]
    return Preview(table, batch.mapping, [], new, len(read.rows) - len(new), read.bad)


def remap(batch: AppealImport, mapping: Mapping[str, str], brings: Brings) -> None:
    """Names the columns anew; heads that the table does not have are left out."""
    heads = read_table(batch.content or b"").heads
    batch.mapping = {name: head for name, head in mapping.items() if head in heads}
    batch.brings = brings


def finish(
    batch: AppealImport, *, by: Actor, now: dt.datetime, progress: Progress = lambda _: None
) -> Preview:
    """Imports every new row or none; raises Invalid while anything has to be mended.

    `progress` is called with the number of rows done since it was called last.
    """
    seen = preview(batch, now)
    if seen.missing or seen.bad:
        raise Invalid(_to_mend(seen))
    places = _Places(batch.area_code)
    rows = iter(seen.new)
    added = 0
    while chunk := list(islice(rows, BATCH)):
        added += _add(batch, chunk, places, now)
        progress(len(chunk))
    batch.rows_new, batch.rows_known = added, seen.known + len(seen.new) - added
    batch.content, batch.finished_at = None, now
    audit(by, "appeal.import", batch.ref, after={"new": added, "as": batch.brings})
    return seen


def drop(batch: AppealImport) -> None:
    """Gives an uploaded table up."""
    batch.content = None


class _Places:
    """Estates and categories of an area by name."""

    def __init__(self, area_code: str) -> None:
        self.area_code = area_code
        estates = sa.select(Estate).where(in_area(sa.inspect(Estate).columns.area_code, area_code))
        self.estates = {estate.name: estate for estate in db.session.scalars(estates)}
        above = [area_code[:length] for length in range(len(area_code) + 1)]
        categories = sa.select(Category).where(Category.area_code.in_(above))
        self.categories = {c.name: c.id for c in db.session.scalars(categories)}

    def of(self, row: Row) -> dict[str, Any]:
        estate = self.estates.get(row.estate)
        return {
            "area_code": estate.area_code if estate else self.area_code,
            "estate_id": estate.id if estate else None,
            "category_id": self.categories.get(row.category),
        }


def _add(batch: AppealImport, rows: Sequence[Row], places: _Places, now: dt.datetime) -> int:
    """Inserts a chunk; a row that another import has added meanwhile is left out."""
    numbers = next_numbers(now, len(rows))
    values = [
        _values(batch, row, number, now) | places.of(row)
        for row, number in zip(rows, numbers, strict=True)
    ]
    added = db.session.execute(
        insert(Appeal).on_conflict_do_nothing().returning(Appeal.id, Appeal.external_number),
        values,
    ).all()
    ids = {external: id_ for id_, external in added}
    for row in rows:
        if row.number in ids:
            _tell(batch, row, ids[row.number], now)
    db.session.flush()
    return len(ids)


def _values(batch: AppealImport, row: Row, number: str, now: dt.datetime) -> dict[str, Any]:
    answered = batch.brings is Brings.ANSWERED
    owed = batch.brings is Brings.OPEN
    due = due_moments(batch.area_code, now) if owed else (None, None)
    return {
        "number": number,
        "state": AppealState.ANSWERED if answered else AppealState.RECEIVED,
        "source": Source.IMPORTED,
        "title": row.title,
        "text": row.text,
        "received_at": row.received_at or now,
        "triage_due_at": due[0],
        "answer_due_at": due[1],
        "decided_at": row.answered_at if answered else None,
        "answered_at": row.answered_at if answered else None,
        "brings": batch.brings,
        "import_id": batch.id,
        "import_area": batch.area_code,
        "import_source": batch.source_name,
        "external_number": row.number,
        "facts": dict(row.counts) | ({"place": row.estate} if row.estate else {}),
    }


def _tell(batch: AppealImport, row: Row, id_: int, now: dt.datetime) -> None:
    ref, facts = f"appeal:{id_}", {"public_name": batch.source_name}
    entry(
        ref,
        "反映",
        f"{batch.source_name}转来，原编号 {row.number}。",
        by_name=batch.source_name,
        at=row.received_at or now,
        facts=facts,
    )
    if batch.brings is not Brings.ANSWERED or row.answered_at is None:
        return
    db.session.add(
        AppealDecision(
            appeal_id=id_, act=Act.ANSWER, text=row.answer, at=row.answered_at, by_name=ELSEWHERE
        )
    )
    entry(ref, Act.ANSWER.label, row.answer, by_name=ELSEWHERE, at=row.answered_at, facts=facts)


def _remembered(area_code: str, source_name: str) -> Mapping[str, str]:
    query = (
        sa.select(AppealImport.mapping)
        .where(
            AppealImport.area_code == area_code,
            AppealImport.source_name == source_name,
            AppealImport.finished_at.is_not(None),
        )
        .order_by(AppealImport.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none() or {}


def _known(batch: AppealImport, numbers: Sequence[str]) -> set[str | None]:
    known: set[str | None] = set()
    for chunk in _chunks(numbers, 1000):
        known.update(
            db.session.scalars(
                sa.select(Appeal.external_number).where(
                    Appeal.import_area == batch.area_code,
                    Appeal.import_source == batch.source_name,
                    Appeal.external_number.in_(chunk),
                )
            )
        )
    return known


def _chunks(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _to_mend(seen: Preview) -> str:
    if seen.missing:
        return f"请先指定哪一列是：{'、'.join(seen.missing)}。"
    first = "；".join(f"第 {bad.line} 行{bad.words}" for bad in seen.bad[:3])
    return f"有 {len(seen.bad)} 行要改，一行都没有导入：{first}。改好表格再传。"
