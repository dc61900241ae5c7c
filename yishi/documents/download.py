"""A file for the browser to keep, never to show."""

import mimetypes
from urllib.parse import quote

from flask import Response

KINDS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ics": "text/calendar; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
}


def download(content: bytes, name: str) -> Response:
    """The answer that saves `content` under a name, Chinese or not."""
    dot = name[name.rfind(".") :] if "." in name else ""
    kind = KINDS.get(dot) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    plain = f"file{dot}" if dot.isascii() else "file"
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, content_type=kind, headers={"Content-Disposition": disposition})
