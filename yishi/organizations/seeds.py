"""The 14 kinds of matters that the program ships; an office writes its own before them.

Classes after SPEC § 9: E danger and supply cut off, A an answer or a small repair,
B property service and order, C several units and money, D works.
"""

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from yishi.organizations.models import Category
from yishi.organizations.rules import IssueClass


class Shipped(NamedTuple):
    """One shipped row."""

    name: str
    issue_class: str
    level: str


CATALOGUE = (
    Shipped("停水停电停气停暖", "E", "县"),
    Shipped("消防通道和安全隐患", "E", "街道"),
    Shipped("小修小补", "A", "小区"),
    Shipped("政策咨询和办事", "A", "街道"),
    Shipped("环境卫生", "B", "社区"),
    Shipped("公共照明", "B", "街道"),
    Shipped("停车和交通秩序", "B", "街道"),
    Shipped("物业服务", "B", "小区"),
    Shipped("噪声和占道经营", "B", "街道"),
    Shipped("邻里和公共秩序", "B", "社区"),
    Shipped("供水供电供气供热", "C", "县"),
    Shipped("充电和公共设施", "C", "街道"),
    Shipped("公交和道路", "C", "县"),
    Shipped("老旧小区改造", "D", "街道"),
)


def plant(connection: sa.Connection) -> None:
    """Inserts what is missing; may run any number of times, also from a migration."""
    rows = [
        {
            "area_code": "",
            "name": row.name,
            "issue_class": IssueClass(row.issue_class),
            "level": row.level,
            "duty_phone": "",
            "position": position,
        }
        for position, row in enumerate(CATALOGUE, 1)
    ]
    statement = insert(Category).values(rows)
    connection.execute(statement.on_conflict_do_nothing(index_elements=["area_code", "name"]))
