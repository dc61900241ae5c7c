"""How it stands with each part; a part that does not answer is a finding, not an error."""

import datetime as dt
import shutil
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from yishi.database import db
from yishi.live.hub import hub
from yishi.notices.models import Notice
from yishi.notices.rules import State as NoticeState
from yishi.operations import migrations, rules
from yishi.operations.models import Pulse
from yishi.operations.rules import BACKGROUND, Check, State
from yishi.settings import Settings


def all_checks(settings: Settings, now: dt.datetime) -> list[Check]:
    """Everything `/desk/status` and `check` show."""
    return [
        *_database(now),
        broker(),
        disk(settings),
        *doors(settings),
        *gateways(settings),
    ]


def _database(now: dt.datetime) -> list[Check]:
    """The database, its form, and what it tells; each only where the one before is well."""
    found = [database()]
    if found[-1].state is State.OK:
        found.append(form())
    if found[-1].state is State.OK:
        found += [background(), waiting_notices(now)]
    return found


def database() -> Check:
    """Whether PostgreSQL answers, and which it is."""
    try:
        version = db.session.scalar(sa.text("SHOW server_version"))
    except SQLAlchemyError as error:
        db.session.rollback()
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        return Check("数据库", State.BAD, f"没有应答：{reason}")
    return Check("数据库", State.OK, f"PostgreSQL {version}")


def form() -> Check:
    """Whether the migrations have run."""
    return rules.form(migrations.present(), migrations.expected())


def building_mark(settings: Settings) -> Path:
    """The file that stands while the town of the demonstration is built."""
    return settings.data / "building"


def background() -> Check:
    """Whether beat and worker live."""
    try:
        age = db.session.scalar(
            sa.select(sa.func.clock_timestamp() - Pulse.at).where(Pulse.name == BACKGROUND)
        )
    except SQLAlchemyError:
        db.session.rollback()
        age = None
    return rules.background(age)


def waiting_notices(now: dt.datetime) -> Check:
    """Notices whose time has come and that have not left."""
    due = (Notice.state == NoticeState.PENDING) & (Notice.not_before <= now)
    count, oldest = db.session.execute(
        sa.select(sa.func.count(), sa.func.min(Notice.not_before)).where(due)
    ).one()
    return rules.waiting_notices(count, now - oldest if oldest else None)


def broker() -> Check:
    """Whether Redis answers; without it all still works, only slower."""
    if trouble := hub().trouble():
        return Check("消息", State.DOUBT, f"Redis 没有应答，通知会慢一些：{trouble}")
    return Check("消息", State.OK, "Redis 有应答")


def disk(settings: Settings) -> Check:
    """The disk on which the data lies."""
    usage = shutil.disk_usage(settings.data)
    return rules.disk(usage.free / usage.total)


def doors(settings: Settings) -> list[Check]:
    """Which addresses people can reach."""
    desk = Check("内网网址", State.OK, settings.base_url)
    if settings.public_url is None:
        words = (
            "没有开（没设 BASE_URL，或 PUBLIC_URL=none）。居民靠电话和纸条，不出现链接和二维码。"
        )
        return [desk, Check("居民网址", State.OK, words)]
    if "127.0.0.1" in settings.public_url or "localhost" in settings.public_url:
        words = f"{settings.public_url} 只有本机能打开。请设 PUBLIC_URL，或设为 none。"
        return [desk, Check("居民网址", State.DOUBT, words)]
    return [desk, Check("居民网址", State.OK, settings.public_url)]


def gateways(settings: Settings) -> list[Check]:
    """How notices leave; without any a person sends them."""
    mail = settings.mail
    mail_words = f"{mail.host}:{mail.port}" if mail else "没有配置，邮件由人发"
    sms_words = "写入文件" if settings.sms else "没有配置，短信由人发"
    return [Check("邮件", State.OK, mail_words), Check("短信", State.OK, sms_words)]
