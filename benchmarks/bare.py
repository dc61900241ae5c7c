"""The limit beside which pages are measured: Flask, SQLAlchemy and 50 rows, nothing else.

No policies, no headers, no layout: what the stack itself costs. `/rows` lists the
rows, `POST /rows/1` edits one of them and redirects.
"""

import os

import sqlalchemy as sa
from flask import Flask, redirect, render_template_string, request
from flask.typing import ResponseReturnValue
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

PAGE = """<!doctype html><title>rows</title><main><h1>50 rows</h1><ol>
{% for row in rows %}<li><h2>{{ row.title }}</h2><p>{{ row.text }}</p></li>{% endfor %}
</ol></main>"""


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


class Row(Base):
    __tablename__ = "bare_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    version: Mapped[int]


def create_app(url: str = "") -> Flask:
    """The bare app, on the database of the bench."""
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = url or os.environ["DATABASE_URL"]
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_size": 20}
    db.init_app(app)
    app.add_url_rule("/rows", "rows", _rows)
    app.add_url_rule("/rows/<int:id_>", "edit", _edit, methods=["POST"])
    return app


def fill(app: Flask, rows: list[tuple[str, str]]) -> None:
    """Makes the table anew with these titles and texts."""
    with app.app_context():
        Base.metadata.drop_all(db.engine)
        Base.metadata.create_all(db.engine)
        db.session.add_all(Row(title=title, text=text, version=0) for title, text in rows)
        db.session.commit()


def _rows() -> ResponseReturnValue:
    rows = db.session.scalars(sa.select(Row).order_by(Row.id)).all()
    return render_template_string(PAGE, rows=rows)


def _edit(id_: int) -> ResponseReturnValue:
    row = db.session.get_one(Row, id_)
    row.text = request.form["text"]
    row.version += 1
    db.session.commit()
    return redirect("/rows", 303)
