"""Names as sentences need them. Pure."""

LONGEST_TITLE = 80

# The desk's word for a step, and the neighbours'.
PUBLIC_KINDS = {"签收": "接下", "报办结": "说办完了", "审核通过": "看过，请居民评", "归档": "结束"}


def public_kind(kind: str) -> str:
    """接下 for 签收; the desk's word where both say the same."""
    return PUBLIC_KINDS.get(kind, kind)


def short_title(title: str, measure: str) -> str:
    """One line of at most eighty characters; without a title, how the measure begins."""
    return " ".join(title.split())[:LONGEST_TITLE] or " ".join(measure.split())[:30]
