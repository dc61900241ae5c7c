"""The states of an appeal, where it came from, and who decides about it. Pure (SPEC § 5)."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


class AppealState(enum.StrEnum):
    """(状态) Where an appeal stands."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    ON_AGENDA = "on_agenda"
    REFERRED = "referred"
    ANSWERED = "answered"
    DECLINED = "declined"
    MERGED = "merged"
    VOID = "void"

    @property
    def label(self) -> str:
        """The desk's word."""
        return _DESK[self]

    @property
    def public_words(self) -> str:
        """The neighbours' words."""
        return _PUBLIC[self]


S = AppealState

_DESK = {
    S.RECEIVED: "待分办",
    S.ACCEPTED: "已受理",
    S.ON_AGENDA: "已列入议程",
    S.REFERRED: "已派单",
    S.ANSWERED: "已答复",
    S.DECLINED: "不予受理",
    S.MERGED: "已并入",
    S.VOID: "作废",
}
_PUBLIC = {
    S.RECEIVED: "已收到，正在核实",
    S.ACCEPTED: "已受理，正在定怎么办",
    S.ON_AGENDA: "已列入议事日",
    S.REFERRED: "已交给单位，正在办",
    S.ANSWERED: "已答复",
    S.DECLINED: "不归街道办，已告诉该找谁",
    S.MERGED: "已并入同一件事，一起办",
    S.VOID: "没有进入办理",
}

UNDECIDED = frozenset({S.RECEIVED, S.ACCEPTED})
UNDERWAY = frozenset({S.ON_AGENDA, S.REFERRED})
FINAL = frozenset({S.ANSWERED, S.DECLINED})


class Act(enum.StrEnum):
    """(处理) What is done with an appeal."""

    ACCEPT = "accept"
    ANSWER = "answer"
    DECLINE = "decline"
    REFER = "refer"
    PLACE = "place_on_agenda"
    TAKE_OFF = "taken_off_agenda"
    OBJECT = "object"
    VOID = "void"

    @property
    def label(self) -> str:
        """What the timeline says was done."""
        return _ACTS[self]


_ACTS = {
    Act.ACCEPT: "受理",
    Act.ANSWER: "答复",
    Act.DECLINE: "说明该找谁",
    Act.REFER: "派单",
    Act.PLACE: "列入议程",
    Act.TAKE_OFF: "移出议程",
    Act.OBJECT: "对答复不满意",
    Act.VOID: "作废",
}


@dataclass(frozen=True)
class Move:
    """(转移) From which states an act leads where."""

    sources: frozenset[AppealState]
    target: AppealState


MOVES: Mapping[Act, Move] = MappingProxyType(
    {
        Act.ACCEPT: Move(frozenset({S.RECEIVED}), S.ACCEPTED),
        Act.ANSWER: Move(UNDECIDED | UNDERWAY, S.ANSWERED),
        Act.DECLINE: Move(UNDECIDED, S.DECLINED),
        Act.REFER: Move(UNDECIDED, S.REFERRED),
        Act.PLACE: Move(UNDECIDED, S.ON_AGENDA),
        Act.TAKE_OFF: Move(frozenset({S.ON_AGENDA}), S.ACCEPTED),
        Act.OBJECT: Move(FINAL, S.ACCEPTED),
        Act.VOID: Move(frozenset({S.RECEIVED}), S.VOID),
    }
)


def step(state: AppealState, act: Act) -> AppealState | None:
    """Where the act leads from here; None if it is not possible."""
    move = MOVES[act]
    return move.target if state in move.sources else None


class Source(enum.StrEnum):
    """(来源) How an appeal reached the office."""

    WEB = "web"
    GRID_WORKER = "grid_worker"
    PHONE = "phone"
    ON_SITE = "on_site"
    LETTER = "letter"
    IMPORTED = "imported"

    @property
    def label(self) -> str:
        """手机网页, 电话 …"""
        return _SOURCES[self]


_SOURCES = {
    Source.WEB: "手机网页",
    Source.GRID_WORKER: "网格员代填",
    Source.PHONE: "电话",
    Source.ON_SITE: "当面",
    Source.LETTER: "来信",
    Source.IMPORTED: "导入",
}
ON_BEHALF = (Source.PHONE, Source.ON_SITE, Source.LETTER, Source.GRID_WORKER)


class Brings(enum.StrEnum):
    """(导入的是什么) What the rows of an import mean for the office."""

    LEAD = "lead"
    ANSWERED = "answered"
    OPEN = "open"

    @property
    def label(self) -> str:
        """线索, 已答复, 待办"""
        return {"lead": "线索", "answered": "已答复", "open": "待办"}[self.value]

    @property
    def meaning(self) -> str:
        """What it means, in a sentence."""
        return {
            "lead": "线索：只作了解，不欠答复，不公开",
            "answered": "已答复：保留原来的日期，不算进任何比率",
            "open": "待办：从今天起算，1个工作日内分办，5个工作日内答复",
        }[self.value]


class VoidReason(enum.StrEnum):
    """(作废原因) Why an appeal is none."""

    SPAM = "spam"
    TEST = "test"
    ABUSE = "abuse"

    @property
    def label(self) -> str:
        """垃圾信息, 测试, 辱骂"""
        return {"spam": "垃圾信息", "test": "测试", "abuse": "辱骂"}[self.value]
