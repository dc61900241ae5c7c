"""When something is well, in doubt or wrong, and the words for it."""

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Final

VERSION: Final = "0.1.0"
BACKGROUND: Final = "background"  # the pulse of worker and beat

SILENT_AFTER: Final = dt.timedelta(minutes=2)
LATE_AFTER: Final = dt.timedelta(minutes=15)  # a notice that should have left by then
LOW_DISK: Final = 0.10  # part of the disk that is free


class State(enum.StrEnum):
    """[状态] How it stands with one thing."""

    OK = "正常"
    DOUBT = "请留意"
    BAD = "不正常"


@dataclass(frozen=True)
class Check:
    """[检查] One thing that was looked at: its name, its state, and what to do or know."""

    name: str
    state: State
    words: str


def background(silent_for: dt.timedelta | None) -> Check:
    """The worker and beat, by the age of the last pulse; None if there never was one."""
    if silent_for is None:
        return Check("后台", State.DOUBT, "还没有动静。刚启动时要等半分钟。")
    if silent_for > SILENT_AFTER:
        words = f"已有 {_minutes(silent_for)}没有动静，通知和催办都停着。请重新启动。"
        return Check("后台", State.BAD, words)
    return Check("后台", State.OK, f"{silent_for.seconds} 秒前还在工作")


def waiting_notices(count: int, oldest: dt.timedelta | None) -> Check:
    """What should have left already, and since when."""
    if not count or oldest is None:
        return Check("待发通知", State.OK, "没有积压")
    state = State.BAD if oldest > LATE_AFTER else State.OK
    return Check("待发通知", state, f"{count} 条到时未发，最早的已等 {_minutes(oldest)}")


def disk(free: float) -> Check:
    """The part of the disk that is free, 0 to 1."""
    if free < LOW_DISK:
        return Check("磁盘", State.BAD, f"只剩 {free:.0%}。请清理，满了就存不下任何东西。")
    return Check("磁盘", State.OK, f"还空 {free:.0%}")


def form(present: str, expected: str) -> Check:
    """Whether the database has the form that this code expects."""
    if present == expected:
        return Check("数据库版本", State.OK, present or "初始")
    words = f"现在是 {present or '空的'}，应为 {expected}。请运行 flask --app yishi db upgrade"
    return Check("数据库版本", State.BAD, words)


def _minutes(span: dt.timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return f"{max(minutes, 1)} 分钟"
    return f"{minutes // 60} 小时" if minutes < 48 * 60 else f"{minutes // 1440} 天"
