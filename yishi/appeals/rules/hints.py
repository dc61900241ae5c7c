"""Which kind of matter a text is probably about: words that residents use for it. Pure.

Tried on 1,000 real appeals of 2018–2020; a person decides, this only saves looking.
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise

# A name of the shipped 派单目录 → how residents say it. Other names are matched by themselves.
SAID: Mapping[str, tuple[str, ...]] = {
    "停水停电停气停暖": ("停水", "停电", "停气", "停暖", "断水", "断电", "没水", "没电", "跳闸"),
    "消防通道和安全隐患": (
        "消防",
        "火灾",
        "起火",
        "安全隐患",
        "坠落",
        "脱落",
        "高空抛物",
        "塌陷",
        "电梯",
    ),
    "小修小补": ("井盖", "门禁坏", "破损", "维修"),
    "政策咨询和办事": (
        "咨询",
        "请问",
        "政策",
        "补贴",
        "社保",
        "医保",
        "公积金",
        "户口",
        "入学",
        "办证",
        "产权证",
        "退休",
        "低保",
    ),
    "环境卫生": ("垃圾", "污水", "臭", "卫生", "脏乱", "老鼠", "扬尘", "污染", "油烟", "粪"),
    "公共照明": ("路灯", "照明", "楼道灯", "灯不亮", "没有灯", "灯坏", "漆黑"),
    "停车和交通秩序": ("停车", "车位", "乱停", "堵车", "拥堵", "红绿灯", "违停", "占道停"),
    "物业服务": ("物业", "业委会", "业主委员会", "维修基金", "保安", "物管"),
    "噪声和占道经营": (
        "噪音",
        "噪声",
        "扰民",
        "吵",
        "广场舞",
        "占道",
        "摆摊",
        "烧烤",
        "夜宵",
        "施工",
    ),
    "邻里和公共秩序": ("邻居", "养狗", "狗", "违建", "违章", "搭建", "群租", "麻将", "圈地"),
    "供水供电供气供热": ("供暖", "暖气", "天然气", "自来水", "水压", "水质", "电压", "燃气"),
    "充电和公共设施": ("充电", "车棚", "健身", "公厕", "公园", "绿化", "绿地", "设施", "快递柜"),
    "公交和道路": ("公交", "站点", "站台", "地铁", "修路", "道路", "路面", "马路", "天桥", "坑洼"),
    "老旧小区改造": ("改造", "老旧", "外墙", "漏水", "加装电梯", "棚改", "屋顶"),
}
_COMMON = frozenset("和与及、，的其他问题 ")
IN_THE_TITLE = 3  # a word of the title weighs as much as three of the text
LEAST = 2  # one passing word in a long text proposes nothing


def likeliest(title: str, text: str, names: Iterable[str]) -> str | None:
    """The name that fits best; None if none does."""
    scored = [(_score(title, text, name), -place, name) for place, name in enumerate(names)]
    best = max(scored, default=(0, 0, ""))
    return best[2] if best[0] >= LEAST else None


def _score(title: str, text: str, name: str) -> int:
    return sum(IN_THE_TITLE * (word in title) + (word in text) for word in _words(name))


def _words(name: str) -> Iterable[str]:
    own = {a + b for a, b in pairwise(name) if not {a, b} & _COMMON}
    return SAID.get(name, own)
