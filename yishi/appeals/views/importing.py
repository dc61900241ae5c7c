"""导入诉求: a file, what it would do, and then all of it or nothing."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import current_actor
from yishi.accounts.rules import Role
from yishi.accounts.scoping import find
from yishi.appeals.models import AppealImport
from yishi.appeals.rules import Brings
from yishi.appeals.rules.tables import COLUMNS, DEFAULT_SOURCE
from yishi.appeals.services import importing
from yishi.appeals.views.blueprint import bp
from yishi.database import db
from yishi.errors import Invalid
from yishi.web.fields import one_of
from yishi.web.htmx import go
from yishi.web.policies import accepts_files, permit

SHOWN = 5  # rows of the preview


@bp.get("/desk/appeals/import")
@permit(Role.ORGANIZER)
def import_new() -> ResponseReturnValue:
    """Which file, from where, and what its rows are."""
    return _choose()


@bp.post("/desk/appeals/import")
@accepts_files
@permit(Role.ORGANIZER)
def import_create() -> ResponseReturnValue:
    """[看看会导入什么] changes nothing yet."""
    actor, form, file = current_actor(), request.form, request.files.get("file")
    try:
        if file is None or not file.filename:
            raise Invalid("请选一个文件。", {"file": "请选一个 .xlsx 或 .csv 文件。"})
        with db.session.begin_nested():
            batch = importing.begin(
                file.stream.read(importing.MOST_BYTES + 1),
                file.filename,
                area_code=actor.home_area,
                source_name=form.get("source_name", ""),
                brings=_brings(),
                by=actor,
                now=clock.now(),
            )
    except Invalid as refusal:
        return _choose(refusal), 422
    return go(url_for("appeals.import_show", import_id=batch.id))


@bp.get("/desk/appeals/imports/<int:import_id>")
@permit(Role.ORGANIZER)
def import_show(import_id: int) -> ResponseReturnValue:
    """The dry run: columns, new and known rows, lines to mend."""
    batch = find(AppealImport, import_id, current_actor())
    if batch.finished_at is not None:
        return render_template("appeals/imported.html", batch=batch)
    return _preview(batch)


@bp.post("/desk/appeals/imports/<int:import_id>/columns")
@permit(Role.ORGANIZER)
def import_columns_change(import_id: int) -> ResponseReturnValue:
    """[照这样再看一次]: columns named anew."""
    batch = find(AppealImport, import_id, current_actor(), lock=True)
    importing.remap(
        batch, {c.name: request.form.get(f"column_{c.name}", "") for c in COLUMNS}, _brings()
    )
    return go(url_for("appeals.import_show", import_id=import_id))


@bp.post("/desk/appeals/imports/<int:import_id>/rows")
@permit(Role.ORGANIZER)
def import_rows_create(import_id: int) -> ResponseReturnValue:
    """[导入 600 条]: all or nothing."""
    actor = current_actor()
    batch = find(AppealImport, import_id, actor, lock=True)
    try:
        with db.session.begin_nested():
            importing.finish(batch, by=actor, now=clock.now())
    except Invalid as refusal:
        return _preview(batch, refusal.message), 422
    return go(url_for("appeals.import_show", import_id=import_id), f"导入了 {batch.rows_new} 条。")


@bp.post("/desk/appeals/imports/<int:import_id>/removal")
@permit(Role.ORGANIZER)
def import_removal(import_id: int) -> ResponseReturnValue:
    """[不导入了]: the file is dropped."""
    importing.drop(find(AppealImport, import_id, current_actor(), lock=True))
    return go(url_for("appeals.import_new"), "没有导入，文件已经删掉。")


def _brings() -> Brings:
    return one_of(Brings, request.form.get("brings")) or Brings.LEAD


def _choose(refusal: Invalid | None = None) -> str:
    return render_template(
        "appeals/import.html",
        message=refusal.message if refusal else "",
        errors=refusal.errors if refusal else {},
        source_name=request.form.get("source_name", DEFAULT_SOURCE),
        brings=_brings(),
        kinds=[(b.value, b.meaning) for b in Brings],
    )


def _preview(batch: AppealImport, message: str = "") -> str:
    seen = importing.preview(batch, clock.now())
    return render_template(
        "appeals/preview.html",
        batch=batch,
        seen=seen,
        rows=seen.new[:SHOWN],
        columns=COLUMNS,
        heads=[("", "不导入"), *((head, head) for head in seen.table.heads)],
        kinds=[(b.value, b.meaning) for b in Brings],
        message=message,
    )
