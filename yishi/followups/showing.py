"""What a resident's verdict page shows, whichever address leads to it."""

from typing import Any

from flask import request, url_for

from yishi.errors import DomainError, Invalid
from yishi.files import queries as files
from yishi.files.models import StoredFile
from yishi.followups import queries
from yishi.issues.models import Issue
from yishi.issues.rules import Answer
from yishi.organizations import queries as organizations


def facts(issue: Issue, refusal: DomainError | None = None) -> dict[str, Any]:
    """The issue, what its unit said, the answers to choose from, and what was typed."""
    reply = queries.reply_of(issue)
    return {
        "issue": issue,
        "reply": reply,
        "photos": [_photo(issue, file) for file in _released(reply.ref if reply else "")],
        "office": organizations.office(issue.area_code),
        "answers": [(one.value, one.label) for one in Answer],
        "values": request.form,
        "errors": refusal.errors if isinstance(refusal, Invalid) else {},
    }


def _released(owner_ref: str) -> list[StoredFile]:
    return list(files.of(owner_ref, released_only=True)) if owner_ref else []


def _photo(issue: Issue, file: StoredFile) -> dict[str, str]:
    url = url_for("issues_public.photo", number=issue.number, photo_id=file.id)
    return {"url": url, "small": f"{url}?small=1", "alt": "办结照片"}
