"""Kinds of areas, units, duties and issue classes."""

import enum
import re
from collections.abc import Iterable, Mapping


class AreaLevel(enum.StrEnum):
    """(区划层级) From the city down to the grid."""

    CITY = "city"
    COUNTY = "county"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"
    GRID = "grid"

    @property
    def label(self) -> str:
        return _LEVELS[self]

    @property
    def code_length(self) -> int:
        """Digits of a code at this level."""
        return {"city": 4, "county": 6, "subdistrict": 9, "community": 12, "grid": 15}[self.value]

    @property
    def above(self) -> "AreaLevel | None":
        """The level of the parent."""
        order = list(AreaLevel)
        return order[order.index(self) - 1] if self is not AreaLevel.CITY else None

    @property
    def below(self) -> "AreaLevel | None":
        """The level of the children."""
        order = list(AreaLevel)
        return order[order.index(self) + 1] if self is not AreaLevel.GRID else None


_LEVELS = {
    AreaLevel.CITY: "市",
    AreaLevel.COUNTY: "县（市、区）",
    AreaLevel.SUBDISTRICT: "街道、乡镇",
    AreaLevel.COMMUNITY: "社区、村",
    AreaLevel.GRID: "网格",
}


class UnitKind(enum.StrEnum):
    """(单位性质) Decides the form of an order, and who may be asked to do what."""

    OFFICE = "office"
    COUNTY_DEPARTMENT = "county_department"
    VERTICAL = "vertical"
    UTILITY = "utility"
    PROPERTY_COMPANY = "property_company"
    OWNERS_COMMITTEE = "owners_committee"
    COMMUNITY = "community"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _KINDS[self]


_KINDS = {
    UnitKind.OFFICE: "街道科室、站所",
    UnitKind.COUNTY_DEPARTMENT: "县（市、区）部门",
    UnitKind.VERTICAL: "垂直管理单位",
    UnitKind.UTILITY: "公用企业",
    UnitKind.PROPERTY_COMPANY: "物业公司",
    UnitKind.OWNERS_COMMITTEE: "业主委员会",
    UnitKind.COMMUNITY: "社区、村",
    UnitKind.OTHER: "其他单位",
}


class Duty(enum.StrEnum):
    """(职责) What a contact answers for in the unit."""

    HEAD = "head"
    HANDLER = "handler"

    @property
    def label(self) -> str:
        return {Duty.HEAD: "负责人", Duty.HANDLER: "经办人"}[self]


class IssueClass(enum.StrEnum):
    """(事项类别) How fast it must be done; the terms are in workdays.rules."""

    E = "E"
    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def label(self) -> str:
        return {"E": "紧急", "A": "即办", "B": "一般", "C": "复杂", "D": "工程"}[self.value]


LONGEST_NAME = 60
LEVELS = ("小区", "社区", "街道", "县")  # who usually handles a kind of matter
OFFICE_DIGITS = 9  # a subdistrict or town
WHOLE = ""  # the code of the whole installation: every code begins with it


def above(code: str) -> list[str]:
    """The codes that contain this one, itself first, the whole installation last."""
    lengths = [level.code_length for level in reversed(AreaLevel)]
    wider = [code[:length] for length in lengths if length < len(code)]
    return [code, *wider, WHOLE] if code else [WHOLE]


def office_code(code: str) -> str:
    """The code of the street or town office that an area belongs to; a county's is its own."""
    return code[:OFFICE_DIGITS]


def covers(codes: Iterable[str], code: str) -> bool:
    """Whether an area lies in one of these subtrees."""
    return any(code.startswith(root) for root in codes)


def signature_of(name: str) -> str:
    """What stands under an announcement unless the office writes its own: 铜城街道办事处."""
    if name.endswith("街道"):
        return f"{name}办事处"
    if name.endswith(("镇", "乡", "市", "县")):
        return f"{name}人民政府"
    return name


def spoken_name(name: str) -> str:
    """吉祥苑社区居民委员会 → 吉祥苑社区, 大秦村民委员会 → 大秦村: as people call the place."""
    base, found = re.subn(r"(村|村民|居民|居)委(员)?会$", "", name)
    if not found or not base:
        return name
    return base + "村" if name[len(base)] == "村" and not base.endswith("村") else base


def area_problem(
    code: str, name: str, level: str, parent_code: str, levels: Mapping[str, AreaLevel]
) -> str | None:
    """What is wrong with a line of an area list, as a sentence; `levels`: those known by code."""
    if level not in set(AreaLevel):
        return f"层级“{level}”不认识，应是 {'、'.join(AreaLevel)} 之一"
    kind = AreaLevel(level)
    if not (code.isascii() and code.isdigit()) or len(code) != kind.code_length:
        return f"代码“{code}”不对，{kind.label}的代码是 {kind.code_length} 位数字"
    if not name or len(name) > LONGEST_NAME:
        return f"名称要有 1 到 {LONGEST_NAME} 个字"
    return _parent_problem(code, kind, parent_code, levels)


def _parent_problem(
    code: str, kind: AreaLevel, parent_code: str, levels: Mapping[str, AreaLevel]
) -> str | None:
    if kind.above is None:
        return f"{kind.label}没有上级，上级代码请留空" if parent_code else None
    expected = code[: kind.above.code_length]
    if parent_code != expected:
        return f"上级代码应是 {expected}，表里写的是“{parent_code}”"
    if levels.get(parent_code) is not kind.above:
        return f"上级 {parent_code} 不在表里，也没有导入过"
    return None


def free_code(parent_code: str, level: AreaLevel, taken: Iterable[str]) -> str | None:
    """A code for an area added by hand; from the top, where the national list leaves room."""
    digits = level.code_length - len(parent_code)
    used = set(taken)
    most = 10**digits
    order = [*range(most * 9 // 10, most), *range(1, most * 9 // 10)]
    codes = (f"{parent_code}{number:0{digits}}" for number in order)
    return next((code for code in codes if code not in used), None)
