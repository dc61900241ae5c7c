"""人工发送: no gateway, a person copies the finished text and sends it.

The channel until a gateway is set. There is no line: the notice waits on
/desk/notices/to-send until somebody taps 已发送 or 已打电话.
"""


def text(sms: str, action: str, address: str | None) -> str:
    """The finished text: as by SMS, and the link on a line of its own if one can be opened."""
    return f"{sms}\n{action}：{address}" if address else sms
