"""Roles, and what makes a password good enough."""

import enum
import itertools
import re


class Role(enum.StrEnum):
    """(角色) What a person may do; where, says the grant."""

    ORGANIZER = "organizer"
    LEADER = "leader"
    SUPERVISOR = "supervisor"
    GRID_WORKER = "grid_worker"
    HANDLER = "handler"
    UNIT_HEAD = "unit_head"
    ADMIN = "admin"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Role.ORGANIZER: "议事办",
    Role.LEADER: "领导",
    Role.SUPERVISOR: "督查",
    Role.GRID_WORKER: "网格员",
    Role.HANDLER: "单位经办人",
    Role.UNIT_HEAD: "单位负责人",
    Role.ADMIN: "系统管理员",
    Role.AUDITOR: "审计员",
}

AREA_ROLES = frozenset({Role.ORGANIZER, Role.LEADER, Role.SUPERVISOR, Role.GRID_WORKER})
UNIT_ROLES = frozenset({Role.HANDLER, Role.UNIT_HEAD})
OFFICE = (Role.ORGANIZER, Role.LEADER)
# Whom an organizer may let in; who decides over the office is let in by the administrator.
BELOW_ORGANIZER = frozenset({Role.GRID_WORKER, Role.HANDLER, Role.UNIT_HEAD})


def may_grant(own_role: Role, own_area: str, role: Role, area_code: str) -> bool:
    """Whether a role held somewhere allows giving (and taking) another role somewhere.

    An administrator gives every role in the own subtree; an organizer gives what is
    below the office, and organizers of a community.
    """
    if not area_code.startswith(own_area):
        return False
    if own_role is Role.ADMIN:
        return True
    deeper = role is Role.ORGANIZER and area_code != own_area
    return own_role is Role.ORGANIZER and (role in BELOW_ORGANIZER or deeper)


class Rank(enum.StrEnum):
    """(职级) A leader is deputy (分管) or chief (主要)."""

    DEPUTY = "deputy"
    CHIEF = "chief"

    @property
    def label(self) -> str:
        return {Rank.DEPUTY: "分管领导", Rank.CHIEF: "主要领导"}[self]


SHORTEST_PASSWORD = 12
_COMMON = ("password", "123456", "qwerty", "admin", "liaocheng", "yishi")


def password_problem(password: str, login: str = "") -> str | None:
    """What is wrong with a new password, as a sentence; None if nothing is."""
    if len(password) < SHORTEST_PASSWORD:
        return f"密码至少 {SHORTEST_PASSWORD} 个字符，可以用几个词连起来。"
    if len(set(password)) < 5 or password.isdigit() or _is_run(password):
        return "这个密码太好猜，请换一个。"
    low = password.lower()
    rest = re.sub("|".join((*_COMMON, re.escape(login.lower()) or "$^")), "", low)
    if len(rest) < 6:
        return "这个密码太好猜，请换一个。"
    return None


def _is_run(password: str) -> bool:
    steps = {ord(b) - ord(a) for a, b in itertools.pairwise(password)}
    return steps in ({1}, {-1})


def mobile(number: str) -> str | None:
    """A mainland mobile number as 11 digits, or None."""
    digits = re.sub(r"[\s\-]", "", number).removeprefix("+86")
    return digits if re.fullmatch(r"1[3-9]\d{9}", digits) else None


def telephone(number: str) -> str | None:
    """A mobile, landline (0635-1234567) or service number as typed without spaces, or None."""
    plain = re.sub(r"\s", "", number)
    if mobile(plain):
        return mobile(plain)
    return (
        plain
        if re.fullmatch(r"(0\d{2,3}-?)?\d{7,8}(-\d{1,5})?|1\d{2,5}|[48]00-?\d{3}-?\d{4}", plain)
        else None
    )


_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("QQBrowser", "QQ 浏览器"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "鸿蒙手机"),
    ("Android", "安卓手机"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows 电脑"),
    ("Mac OS", "苹果电脑"),
    ("Linux", "Linux 电脑"),
)


def device(agent: str) -> str:
    """Windows 电脑，Chrome: what a browser says of itself, in words."""
    named = [
        next((words for mark, words in marks if mark in agent), "")
        for marks in (_SYSTEMS, _BROWSERS)
    ]
    return "，".join(filter(None, named)) or "认不出的设备"
