"""Follow-ups (回访): the residents are asked whether it is solved, and nobody is forgotten.

This room finds newly resolved issues itself; the verdicts live in issues. Asked by
a signed link (`/v`), on the receipt page, by phone with a script, or on paper: all count.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Registers the pages, and what takes a question back."""
    from yishi.followups import links, receipts, views, wanted

    app.register_blueprint(views.bp)
    app.register_blueprint(links.bp)
    app.register_blueprint(receipts.bp)
    wanted.register()
