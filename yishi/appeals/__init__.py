"""Appeals (诉求): collected, read by a person, answered, referred or put on an agenda.

Nothing that a resident wrote or photographed is public before a person released its
de-identified text. Every appeal reaches a public answer; the final one follows what
becomes of its day or its issue.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Registers the pages, the import command, and what takes a notice back."""
    from yishi.appeals import wanted
    from yishi.appeals.cli import import_appeals
    from yishi.appeals.public import public_bp
    from yishi.appeals.views import bp

    app.register_blueprint(public_bp)
    app.register_blueprint(bp)
    app.cli.add_command(import_appeals)
    wanted.register()
