"""/desk/areas: the tree of places, search, import with the errors of each line."""

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi.accounts.actors import current_actor
from yishi.accounts.rules import Role
from yishi.documents.tables import read_table
from yishi.errors import Invalid
from yishi.organizations import queries, services
from yishi.organizations.models import Area
from yishi.organizations.queries.reach import find
from yishi.organizations.views import bp
from yishi.settings import ROOT
from yishi.web.htmx import go
from yishi.web.policies import accepts_files, permit

SHIPPED = ROOT / "yishi/organizations/data/liaocheng-areas.csv"
SHOWN_ERRORS = 50


@bp.get("/desk/areas")
@permit(Role.ORGANIZER, Role.ADMIN)
def areas() -> ResponseReturnValue:
    """One level of the tree, or what a search found."""
    return _page()


@bp.post("/desk/areas")
@permit(Role.ORGANIZER, Role.ADMIN)
def area_create() -> ResponseReturnValue:
    """Adds an area that the national list lacks."""
    actor = current_actor()
    parent = find(Area, request.form.get("parent_code", ""), actor)
    try:
        area = services.create_area(parent, request.form.get("name", ""), by=actor)
    except Invalid as refusal:
        return _page(refusal.errors, under=parent.code), 422
    return go(
        url_for("organizations.areas", under=parent.code), f"已加上{area.name}，代码 {area.code}。"
    )


@bp.post("/desk/areas/import")
@accepts_files
@permit(Role.ADMIN)
def areas_import_create() -> ResponseReturnValue:
    """Reads a list: first what it would do, then does it; one bad line stops all."""
    actor = current_actor()
    upload = request.files.get("file")
    try:
        if upload is None or not upload.filename:
            raise Invalid("还没有选文件", {"file": "请选一个 xlsx 或 csv 文件。"})
        table = read_table(upload.read())
        report = services.import_areas(table, by=actor, dry_run=bool(request.form.get("dry_run")))
    except Invalid as refusal:
        return _page(refusal.errors, message=refusal.message), 422
    if request.form.get("dry_run"):
        return _page(message=f"试读过了，没有错：{_words(report)}。再选一次文件，按“导入”。")
    return go(url_for("organizations.areas"), f"区划已导入：{_words(report)}。")


@bp.post("/desk/areas/shipped")
@permit(Role.ADMIN)
def areas_shipped_create() -> ResponseReturnValue:
    """Imports the areas of Liaocheng that the program brings."""
    report = services.import_areas(read_table(SHIPPED.read_bytes()), by=current_actor())
    back = url_for("organizations.setup" if request.form.get("setup") else "organizations.areas")
    return go(back, f"聊城市区划已装入：{_words(report)}。")


def _words(report: services.ImportReport) -> str:
    return f"新增 {report.added} 个，改名 {report.changed} 个，{report.same} 个没有变"


def _page(
    errors: Mapping[str, str] | None = None, *, message: str = "", under: str | None = None
) -> str:
    actor = current_actor()
    roots = [grant.area_code for grant in actor.grants]
    words = request.args.get("q", "").strip()
    code = under or request.args.get("under") or next(iter(sorted(roots)), "")
    here = find(Area, code, actor) if code else None
    bad = {line: text for line, text in (errors or {}).items() if line.startswith("第 ")}
    return render_template(
        "organizations/areas.html",
        path=_path(code, roots),
        here=here,
        rows=queries.search_areas(words, roots) if words else queries.children(code or None),
        words=words,
        may_import=Role.ADMIN in actor.roles,
        errors=errors or {},
        bad_lines=list(bad.items())[:SHOWN_ERRORS],
        bad_count=len(bad),
        message=message,
    )


def _path(code: str, roots: list[str]) -> list[Area]:
    """The areas above that the person may open."""
    return [area for area in queries.area_path(code) if any(area.code.startswith(r) for r in roots)]
