"""When residents must have been asked, how long a link lives, what the caller says. Pure."""

import datetime as dt

FIRST_TRY_WORKDAYS = 5
LINK_LIFE = dt.timedelta(days=30)
PURPOSE = "verdict"


def script(office: str, title: str, unit: str, said: str) -> list[str]:
    """What the caller says, in order."""
    return [
        f"您好，我是{office}议事办的。您关心的“{title}”，{unit}说办完了：{short(said)}",
        "您看，是解决了、解决了一部分，还是没解决？",
        "对办理的态度和速度，您满意吗？",
        "还有什么要说的，我替您记下来。没解决的，我们让他们重办。",
    ]


def short(text: str) -> str:
    """What the unit said, in one sentence of at most 40 characters."""
    words = " ".join(text.split())
    words = words if len(words) <= 40 else f"{words[:39]}…"
    return words if words.endswith(("。", "！", "？", "…")) else f"{words}。"
