"""Kinds of areas, units, duties and issue classes."""

import enum


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
