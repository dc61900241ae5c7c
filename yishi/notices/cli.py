"""`flask --app yishi deliver`: one pass of the outbox, by hand."""

import os

import click
from flask.cli import with_appcontext

from yishi import clock
from yishi.notices import channels
from yishi.notices.delivery import deliver


@click.command("deliver", help="投递一次待发通知。")
@with_appcontext
def deliver_command() -> None:
    """Prints what was done; without a gateway says where the notices wait."""
    tally = deliver(clock.now, worker=f"cli:{os.getpid()}")
    again = f"稍后再送 {tally.again}，没有回音 {tally.uncertain}"
    click.echo(f"送出 {tally.sent}，退回 {tally.refused}，{again}")
    if not channels.gateways():
        click.echo("没有设邮件或短信通道：通知在 /desk/notices/to-send 等人发。", err=True)
