"""Every refusal and failure as a page, or as a message where htmx asked."""

import logging
from typing import NamedTuple
from urllib.parse import urlencode

import sqlalchemy.exc
from flask import Flask, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from yishi.database import db
from yishi.errors import Conflict, DomainError
from yishi.web.htmx import is_htmx
from yishi.web.policies import SignedOut

log = logging.getLogger(__name__)

SIGN_IN = "/sign-in"


class Words(NamedTuple):
    """What an error page says: what happened, and what to do."""

    title: str
    message: str


WORDS = {
    400: Words("这次没有收到完整的内容", "请回到上一页，再填一次。"),
    403: Words("这件事不归您的账号办", "需要时请联系本单位的系统管理员。"),
    404: Words("没有找到这一页", "请检查网址，或回到上一页。"),
    405: Words("这个网址不能这样打开", "请回到上一页，用页面上的按钮操作。"),
    413: Words("文件太大了", "每张照片或表格不超过 10 MB，一次不超过 6 个。"),
    429: Words("操作太频繁", "请过一分钟再试。您填的内容还在上一页。"),
    500: Words("系统出了错，没有保存", "已经记下来了。请回到上一页再试一次，还不行请打电话。"),
    503: Words("系统正忙，没有保存", "您填的内容还在页面上，请过一分钟再试。"),
}


def init_app(app: Flask) -> None:
    """One handler for each kind of failure."""
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(SignedOut, _signed_out)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(sqlalchemy.exc.IntegrityError, _twice)
    app.register_error_handler(sqlalchemy.exc.OperationalError, _database)
    app.register_error_handler(sqlalchemy.exc.TimeoutError, _database)
    app.register_error_handler(Exception, _unexpected)


def _domain(error: DomainError) -> ResponseReturnValue:
    words = WORDS.get(error.status)
    title = "别人刚刚改过" if isinstance(error, Conflict) else words.title if words else "还差一点"
    both = (error.theirs, error.yours) if isinstance(error, Conflict) else ("", "")
    return _answer(error.status, title, error.message, *both)


def _signed_out(_error: SignedOut) -> ResponseReturnValue:
    here = request.full_path.rstrip("?") if request.method == "GET" else "/desk"
    sign_in = f"{SIGN_IN}?{urlencode({'next': here})}"
    if is_htmx():
        return "", 401, {"HX-Redirect": sign_in}
    return redirect(sign_in, 303)


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    return _answer(400, "这一页放得太久了", "请刷新页面再交一次；填过的字可以先复制下来。")


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error
    words = WORDS.get(status, WORDS[400])
    return _answer(status, words.title, words.message)


def _database(error: Exception) -> ResponseReturnValue:
    log.error("the database did not answer: %s", error)
    db.session.rollback()
    return _answer(503, WORDS[503].title, WORDS[503].message)


def _twice(error: sqlalchemy.exc.IntegrityError) -> ResponseReturnValue:
    """Two people made the same thing at once: services look first, the database has the last word.

    23505 is SQLSTATE's unique_violation; any other broken constraint is our mistake.
    """
    if getattr(error.orig, "sqlstate", None) != "23505":
        return _unexpected(error)
    log.warning("made twice at %s", request.endpoint)
    db.session.rollback()
    return _domain(Conflict("同样的一条刚刚已经记下了。请回到上一页刷新看看，不用再交一次。"))


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.error("unexpected failure at %s", request.endpoint, exc_info=error)
    db.session.rollback()
    return _answer(500, WORDS[500].title, WORDS[500].message)


def _answer(
    status: int, title: str, message: str, theirs: str = "", yours: str = ""
) -> ResponseReturnValue:
    if is_htmx():
        text = render_template("errors/_message.html", title=title, message=message)
        response = make_response(text, status)
        response.headers["HX-Retarget"] = "#flash"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    page = render_template(
        "errors/page.html",
        status=status,
        title=title,
        message=message,
        theirs=theirs,
        yours=yours,
    )
    return page, status
