"""Supervision (督办): the sweep and the ladder, levels 0 to 2.

`rules.LADDER` is the table of SPEC § 10; `services.sweep` finds what is due and takes
one rung an issue. Orders and the levels above come with their own issue.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Registers the command, and what takes a rung's notice back."""
    from yishi.supervision import cli, wanted

    app.cli.add_command(cli.sweep_command)
    wanted.register()
