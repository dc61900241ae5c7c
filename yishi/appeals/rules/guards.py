"""What an answer must hold before it goes out. Pure (SPEC § 5)."""

import re
from collections.abc import Mapping

from yishi.accounts.rules import telephone

SHORTEST_ANSWER = 10  # characters that say something
SHORTEST_REASON = 20
LONGEST_TITLE = 60
LONGEST_TEXT = 5000
MOST_PHOTOS = 6
TRIAGE_DAYS = 1  # working days
ANSWER_DAYS = 5  # working days
OBJECTION_DAYS = 10  # days

EMPTY_ANSWER = "请写清楚谁、做什么、哪天办完，或为什么办不了。只说“已收悉”“已转有关部门”不算答复。"
_COURTESIES = re.compile(
    r"(尊敬的)?(网友|市民|居民|同志|先生|女士)|[您你]好|(敬?请|感谢|谢谢)\D*$"
    r"|关于|(对于)?[您你](所|的)?(反映|提出?|说)?的?(问题|情况|诉求|留言|来信|意见|建议)?"
    r"|(留言|来信|诉求)|(我们|我街道|我单位|我办|街道)?(现)?(已经|均已|已)?"
    r"(收悉|收到|知悉|了解|受理|记录|登记)"
    r"|(我们|街道)?(将|会)?(高度重视|认真研究|认真对待|尽快(处理|办理|解决|回复|答复)?)"
    r"|^\d{2,4}年\d{1,2}月\d{1,2}日$"
)
_FORWARDED = re.compile(r"(已经?|将|现|正在?|并)(及时)?(转|移交|交办|交由|反馈给)")
_WITH_A_DATE = re.compile(r"\d+日?前|\d+[日天]内|工作日|月底|年底|电话|\d{3,4}[-—]\d{7}")
_CLAUSE = re.compile(r"[，。；！？：\s,;!?:]+")
_NOISE = re.compile(r"[\W_]+")


def says_nothing(answer: str) -> bool:
    """Whether only courtesies, 已收悉 and 已转××处理 without a date remain of an answer."""
    rest = "".join(_substance(clause) for clause in _CLAUSE.split(answer))
    return len(rest) < SHORTEST_ANSWER


def _substance(clause: str) -> str:
    if _FORWARDED.search(clause) and not _WITH_A_DATE.search(clause):
        return ""
    return _NOISE.sub("", _COURTESIES.sub("", clause))


def answer_errors(text: str) -> Mapping[str, str]:
    """What is wrong with an answer, by field."""
    if says_nothing(text):
        return {"answer": EMPTY_ANSWER}
    return _private("answer", text)


def decline_errors(reason: str, channel: str, phone: str) -> Mapping[str, str]:
    """What is wrong with a refusal: a reason, and a named lawful channel with its number."""
    errors = dict(_private("reason", reason))
    if len(_NOISE.sub("", reason)) < SHORTEST_REASON:
        errors["reason"] = f"请把原因写到 {SHORTEST_REASON} 个字以上，让人知道为什么不归我们管。"
    if len(channel.strip()) < 2:
        errors["channel"] = "请写出该找哪个部门，如：县人民法院诉讼服务中心。"
    if telephone(phone) is None:
        errors["channel_phone"] = "请写这个部门的电话，如 12368 或 0635-1234567。"
    return errors


def public_errors(title: str, text: str) -> Mapping[str, str]:
    """What is wrong with the text that residents will read."""
    errors = {
        **_private("public_title", title, rooms=True),
        **_private("public_text", text, rooms=True),
    }
    if not title.strip():
        errors["public_title"] = "请写一个标题，让邻居看得懂是哪件事。"
    elif len(title.strip()) > LONGEST_TITLE:
        errors["public_title"] = f"标题请缩到 {LONGEST_TITLE} 个字以内。"
    if not text.strip():
        errors["public_text"] = "请写居民会看到的正文。"
    return errors


def appeal_errors(title: str, text: str) -> Mapping[str, str]:
    """What is wrong with what a resident wrote."""
    errors = {}
    if len(_NOISE.sub("", title)) < 4:
        errors["title"] = "请用一句话写明是什么事，如：3号楼下没地方给电动车充电。"
    elif len(title.strip()) > LONGEST_TITLE:
        errors["title"] = f"这一句请缩到 {LONGEST_TITLE} 个字以内，其余写在下面。"
    if len(text) > LONGEST_TEXT:
        errors["text"] = f"请缩到 {LONGEST_TEXT} 个字以内，现在是 {len(text)} 个字。"
    return errors


_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)\d{6}(19|20)\d{2}(0[1-9]|1[0-2])\d{2}\d{3}[\dXx](?![\dXx])")

_ROOM = re.compile(r"\d+\s*单元\s*\d+\s*(室|号)?|(?<!\d)\d{3,4}\s*室")


def _private(field: str, text: str, *, rooms: bool = False) -> Mapping[str, str]:
    """Mobile and identity numbers never go out by mistake; names are for the reader's eye.

    Room numbers only in what residents wrote: an answer may name an office's room.
    """
    if match := _MOBILE.search(text):
        return {field: f"这里有手机号 {match.group()[:3]}****，请删掉再公开。"}
    if _IDENTITY.search(text):
        return {field: "这里有身份证号，请删掉再公开。"}
    if rooms and (match := _ROOM.search(text)):
        return {field: f"这里有门牌“{match.group()}”，请只留到楼号再公开。"}
    return {}
