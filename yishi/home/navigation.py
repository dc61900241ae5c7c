"""The four words 待办 · 议事日 · 事项 · 诉求, and what stands under 更多.

One list in one place. A word appears for whoever may open its page, and only if
the page exists; an open page from 更多 stands as a fifth word.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, request

from yishi.accounts.actors import Actor
from yishi.web import policies
from yishi.web.urls import path_for


@dataclass(frozen=True)
class Place:
    """A page that navigation can name."""

    label: str
    endpoint: str
    hint: str = ""


@dataclass(frozen=True)
class Word:
    """A link in the navigation."""

    label: str
    url: str
    current: bool
    hint: str = ""


@dataclass(frozen=True)
class Navigation:
    """What the head of a desk page shows."""

    home: str
    words: Sequence[Word]
    more: Sequence[Word]
    own: Sequence[Word]
    later: Sequence[Word]
    sign_out: str


FIRST = (
    Place("待办", "home.desk"),
    Place("议事日", "deliberations.index"),
    Place("事项", "issues.index"),
    Place("诉求", "appeals.index"),
)
MORE = (
    Place("待发通知", "notices.to_send"),
    Place("回访", "followups.index"),
    Place("代填诉求", "appeals.new"),
    Place("发送台账", "notices.index"),
    Place("单位", "organizations.units"),
    Place("小区", "organizations.estates"),
    Place("派单目录", "organizations.categories"),
    Place("区划", "organizations.areas"),
    Place("日历", "workdays.index"),
    Place("人员", "organizations.users"),
    Place("本街道的资料", "organizations.setup"),
    Place("状态", "operations.status"),
)
OWN = (Place("我的账号", "accounts.me"),)
LATER = (
    Place("值班电话和落款", "organizations.setup", "印在公告和海报上"),
    Place("单位和联系人", "organizations.units", "请谁来，派给谁，电话打给谁"),
    Place("小区", "organizations.estates", "名字和户数"),
)
SIGN_OUT = Place("退出登录", "accounts.sign_out")


def navigation_for(viewer: Actor | None) -> Navigation:
    """The words that this person may open."""
    here = _open_place()
    first = _words(FIRST, viewer, here)
    more = _words(MORE, viewer, here)
    return Navigation(
        home=_address(FIRST[0]),
        words=[*first, *(word for word in more if word.current)],
        more=more,
        own=_words(OWN, viewer, here),
        later=_words(LATER, viewer, here),
        sign_out=_address(SIGN_OUT),
    )


def _words(places: Sequence[Place], viewer: Actor | None, here: Place | None) -> list[Word]:
    return [
        Word(place.label, _address(place), place is here, place.hint)
        for place in places
        if may_open(place.endpoint, viewer)
    ]


def _address(place: Place) -> str:
    """Built once a process: every page names them all."""
    known: dict[str, str] = current_app.extensions.setdefault("yishi_addresses", {})
    if place.endpoint not in known:
        known[place.endpoint] = path_for(place.endpoint)
    return known[place.endpoint]


def may_open(endpoint: str, viewer: Actor | None) -> bool:
    """Whether the page exists and this person's roles open it."""
    view = current_app.view_functions.get(endpoint)
    policy = policies.policy_of(view) if view else None
    if policy is None or viewer is None:
        return False
    return not policy.roles or bool(policy.roles & viewer.roles)


def _open_place() -> Place | None:
    """The page asked for, or the nearest above it: /desk/issues/42 belongs to 事项."""
    fitting = [
        (len(address), place)
        for place in (*FIRST, *MORE, *OWN)
        if place.endpoint in current_app.view_functions
        and _is_at_or_below(address := _address(place))
    ]
    return max(fitting, key=lambda pair: pair[0], default=(0, None))[1]


def _is_at_or_below(address: str) -> bool:
    if address == "/desk":
        return request.path in {"/desk", "/desk/owed"}
    return request.path == address or request.path.startswith(f"{address}/")
