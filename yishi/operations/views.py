"""Health for machines, and the status page for people."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.rules import Role
from yishi.operations import queries
from yishi.operations.rules import VERSION, State
from yishi.settings import current
from yishi.web.policies import anyone, permit

bp = Blueprint("operations", __name__)


@bp.get("/healthz")
@anyone
def healthz() -> ResponseReturnValue:
    """200 while the process lives."""
    return {"status": "alive"}


@bp.get("/readyz")
@anyone
def readyz() -> ResponseReturnValue:
    """200 when pages can be served; a silent Redis or worker is told, not refused."""
    needed = [queries.database()]
    if needed[0].state is State.OK:
        needed.append(queries.form())
    building = queries.building_mark(current()).exists()
    ready = all(check.state is State.OK for check in needed) and not building
    answer = {
        "status": "ready" if ready else "building" if building else "not ready",
        "database": needed[0].state.name.lower(),
        "migrations": needed[1].state.name.lower() if len(needed) > 1 else "unknown",
        "broker": queries.broker().state.name.lower(),
        "background": queries.background().state.name.lower() if ready else "unknown",
    }
    return answer, 200 if ready else 503


@bp.get("/desk/status")
@permit(Role.ADMIN, Role.ORGANIZER)
def status() -> ResponseReturnValue:
    """[状态] What runs, what waits, what is wrong."""
    checks = queries.all_checks(current(), clock.now())
    return render_template(
        "operations/status.html",
        wrong=[check for check in checks if check.state is not State.OK],
        well=[check for check in checks if check.state is State.OK],
        version=VERSION,
        now=clock.now(),
    )
