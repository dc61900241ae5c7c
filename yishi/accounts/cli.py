"""`flask --app yishi create-admin`: the first account."""

import click
from flask.cli import with_appcontext

from yishi.accounts import services
from yishi.accounts.passwords import new_password
from yishi.database import transaction
from yishi.errors import DomainError, Invalid


@click.command("create-admin", help="建第一个系统管理员账号；不写密码就生成一个，只显示这一次。")
@click.argument("login")
@click.argument("name")
@click.option("--password", default="", envvar="YISHI_ADMIN_PASSWORD", help="至少 12 个字符。")
@click.option("--area", default="", help="只管一个区划时写它的代码；不写，管全部。")
@with_appcontext
def create_admin(login: str, name: str, password: str, area: str) -> None:
    """Makes the account and prints where to sign in."""
    chosen = password or new_password()
    try:
        with transaction():
            person = services.create_admin(name, login, chosen, area)
            made = person.login
    except Invalid as refusal:
        raise click.ClickException(" ".join(refusal.errors.values())) from None
    except DomainError as refusal:
        raise click.ClickException(refusal.message) from None
    click.echo(f"账号 {made} 已建好，角色：系统管理员。")
    if not password:
        click.echo(f"密码 {chosen}（只显示这一次，登录后请在“我的账号”里改掉）")
