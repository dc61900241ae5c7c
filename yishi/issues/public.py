"""/issues/<number>: a promise as residents read it, with both dates and why it is this day."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.files.models import StoredFile
from yishi.files.views import send
from yishi.issues import queries, showing
from yishi.organizations import queries as organizations
from yishi.web.policies import public

bp = Blueprint("issues_public", __name__)


@bp.get("/issues/<number>")
@public
def show(number: str) -> ResponseReturnValue:
    """One issue; what was only said in the room is a 404."""
    issue, now = queries.find_public(number), clock.now()

    def photo_url(file: StoredFile) -> str:
        return url_for("issues_public.photo", number=number, photo_id=file.id)

    return render_template(
        "issues/public.html",
        issue=issue,
        office=organizations.office(issue.area_code),
        light=queries.light_of(issue, now),
        story=showing.story(issue, photo_url, showing.Reader.PUBLIC),
        why=queries.why(issue),
        kept=queries.is_kept(issue, clock.local(now).date()),
        rest=queries.rest_of(issue),
    )


@bp.get("/issues/<number>/photos/<int:photo_id>")
@public
def photo(number: str, photo_id: int) -> ResponseReturnValue:
    """A photo that somebody released."""
    issue = queries.find_public(number)
    file = showing.photo_of(issue, photo_id, released_only=True)
    return send(file, small="small" in request.args)
