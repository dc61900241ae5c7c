"""The states of an issue, their names and their groups. Pure (SPEC § 8)."""

from enum import StrEnum


class IssueState(StrEnum):
    """(状态) Where an issue stands."""

    DRAFTED = "drafted"
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    RULING = "ruling"
    ASSIGNED = "assigned"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    SEND_BACK_REVIEW = "send_back_review"
    SUSPENDED = "suspended"
    UNDER_REVIEW = "under_review"
    RESOLVED = "resolved"
    FOLLOWED_UP = "followed_up"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The desk's word."""
        return _LABELS[self]


S = IssueState

_LABELS = {
    S.DRAFTED: "待现场确认",
    S.CONFIRMED: "已现场确认",
    S.DISCARDED: "已撤下",
    S.AWAITING_CONFIRMATION: "等单位确认",
    S.RULING: "待裁定",
    S.ASSIGNED: "待签收",
    S.ACKNOWLEDGED: "已签收",
    S.IN_PROGRESS: "办理中",
    S.SEND_BACK_REVIEW: "退单待审",
    S.SUSPENDED: "挂起",
    S.UNDER_REVIEW: "待审核",
    S.RESOLVED: "待回访",
    S.FOLLOWED_UP: "已回访",
    S.CLOSED: "已归档",
    S.WITHDRAWN: "已撤回",
}

# A unit or the office still has something to do.
OPEN = frozenset(
    {S.ASSIGNED, S.ACKNOWLEDGED, S.IN_PROGRESS, S.SUSPENDED}
    | {S.UNDER_REVIEW, S.SEND_BACK_REVIEW, S.RULING}
)
# The ladder of escalation climbs only here.
CLIMBING = OPEN - {S.SUSPENDED, S.UNDER_REVIEW}
# The unit works on it.
WORKING = frozenset({S.ASSIGNED, S.ACKNOWLEDGED, S.IN_PROGRESS})
# Not yet dispatched: seen in the session room only.
IN_THE_ROOM = frozenset({S.DRAFTED, S.CONFIRMED, S.DISCARDED})
# The light is grey: the clock does not run, or it is the office's or the residents' turn.
GREY = frozenset(IssueState) - CLIMBING
# Residents read it at /issues/<number>.
PUBLIC = frozenset(IssueState) - IN_THE_ROOM - {S.AWAITING_CONFIRMATION}
# The unit has done its part.
DONE = frozenset({S.RESOLVED, S.FOLLOWED_UP, S.CLOSED})


class Source(StrEnum):
    """(来源) What an issue came from."""

    PROMISE = "promise"
    REFERRAL = "referral"
    REFERRED_UP = "referred_up"
    MEETING = "meeting"
    REST = "rest"

    @property
    def label(self) -> str:
        """承诺, 交办 …"""
        return {
            "promise": "现场承诺",
            "referral": "诉求转来",
            "referred_up": "提请上级",
            "meeting": "会上交办",
            "rest": "余下部分",
        }[self.value]


class ConfirmedHow(StrEnum):
    """(怎么确认的) How a unit confirmed its promise."""

    SAID = "said"
    PHONE = "phone"
    LINK = "link"
    SLIP = "slip"

    @property
    def label(self) -> str:
        """当场口头确认 …"""
        return {
            "said": "当场口头确认",
            "phone": "电话确认",
            "link": "手机确认",
            "slip": "承诺单签字",
        }[self.value]


class AcknowledgedHow(StrEnum):
    """(怎么签收的) The proof of an acknowledgement."""

    DESK = "desk"
    LINK = "link"
    PHONE = "phone"
    WORK = "work"  # whoever notes or submits has it in hand

    @property
    def label(self) -> str:
        """本人账号, 手机链接, 电话签收, 直接办理"""
        return {
            "desk": "账号签收",
            "link": "手机链接签收",
            "phone": "电话签收",
            "work": "直接办理",
        }[self.value]


class Outcome(StrEnum):
    """(办结结果) What the office found when it reviewed."""

    SOLVED = "solved"
    PARTLY = "partly"
    EXPLAINED = "explained"

    @property
    def label(self) -> str:
        """已解决, 部分解决, 做不到，已说明依据"""
        return {"solved": "已解决", "partly": "部分解决", "explained": "做不到，已说明依据"}[
            self.value
        ]


class Answer(StrEnum):
    """(评价) What a resident says of the result."""

    SOLVED = "solved"
    PARTLY = "partly"
    NOT_SOLVED = "not_solved"

    @property
    def label(self) -> str:
        """解决了, 解决了一部分, 没解决"""
        return {"solved": "解决了", "partly": "解决了一部分", "not_solved": "没解决"}[self.value]


class VerdictSource(StrEnum):
    """(评价来源) How a verdict reached us; all count, the source is kept."""

    PAGE = "page"
    PHONE = "phone"
    PAPER = "paper"
    HANDS = "hands"
    IMPORTED = "imported"

    @property
    def label(self) -> str:
        """网页, 电话回访, 纸面, 现场举手, 导入"""
        return {
            "page": "网页",
            "phone": "电话回访",
            "paper": "纸面",
            "hands": "现场举手",
            "imported": "导入",
        }[self.value]


class FollowedUp(StrEnum):
    """(回访结果) How the follow-up of one cycle ended."""

    SOLVED = "solved"
    PARTLY = "partly"
    DISPUTED = "disputed"
    UNREACHED = "unreached"

    @property
    def label(self) -> str:
        """居民说解决了, 有异议, 未接通 …"""
        return {
            "solved": "居民说解决了",
            "partly": "居民说解决了一部分",
            "disputed": "有异议",
            "unreached": "未接通",
        }[self.value]
