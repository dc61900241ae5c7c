"""Who lives and works in the town. All names are invented; the numbers reach nobody."""

from typing import NamedTuple

from yishi.accounts.demo import DemoAccount
from yishi.accounts.rules import Rank, Role
from yishi.organizations.rules import Duty, UnitKind

TONGCHENG, JIZHOU = "371524001", "371590901"  # 铜城街道; 九州街道, a functional area added by hand
JIXIANG = "371524001005"


class Somebody(NamedTuple):
    """(人员) An account; `unit` names the unit of a handler or head."""

    login: str
    name: str
    post: str
    role: Role
    area_code: str
    unit: str = ""
    rank: Rank | None = None


PEOPLE = (
    Somebody("wangjuan", "王娟", "街道议事办主任", Role.ORGANIZER, TONGCHENG),
    Somebody("liuyang", "刘洋", "街道议事办干事", Role.ORGANIZER, TONGCHENG),
    Somebody("zhaoming", "赵明", "吉祥苑社区书记", Role.ORGANIZER, JIXIANG),
    Somebody("chenmo", "陈默", "网格员", Role.GRID_WORKER, JIXIANG),
    Somebody("sunqian", "孙倩", "客服主管", Role.HANDLER, TONGCHENG, "鑫和物业"),
    Somebody("hanlei", "韩磊", "项目经理", Role.UNIT_HEAD, TONGCHENG, "鑫和物业"),
    Somebody("guomin", "郭敏", "副主任", Role.LEADER, TONGCHENG, rank=Rank.DEPUTY),
    Somebody("gaofeng", "高峰", "街道办主任", Role.LEADER, TONGCHENG, rank=Rank.CHIEF),
    Somebody("weiqiang", "魏强", "县督查室", Role.SUPERVISOR, "371524"),
    Somebody("fengtao", "冯涛", "审计员", Role.AUDITOR, "3715"),
    Somebody("zhoujie", "周洁", "街道议事办主任", Role.ORGANIZER, JIZHOU),
    Somebody("songyan", "宋岩", "街道议事办干事", Role.ORGANIZER, JIZHOU),
)
ADMIN = ("hejing", "何静")

ACCOUNTS = (
    DemoAccount("wangjuan", "街道议事办", "王娟", "待审核的办结，正在开的一场"),
    DemoAccount("liuyang", "街道议事办（第二人）", "刘洋", "和王娟一起记同一场，互相复核"),
    DemoAccount("zhaoming", "社区议事办", "赵明", "只看吉祥苑社区"),
    DemoAccount("chenmo", "网格员", "陈默", "替不用手机的人反映"),
    DemoAccount("sunqian", "单位经办人", "孙倩", "待签收、写进展、报办结"),
    DemoAccount("hanlei", "单位负责人", "韩磊", "本单位的全部事项"),
    DemoAccount("guomin", "分管领导", "郭敏", "红灯的事项"),
    DemoAccount("weiqiang", "县督查", "魏强", "全县的超期事项"),
    DemoAccount("hejing", "系统管理员", "何静", "人员、单位、日历、运行状态"),
    DemoAccount("fengtao", "审计员", "冯涛", "自己的账号，工作日历"),
    DemoAccount("zhoujie", "另一个街道", "周洁", "九州街道：马庙新村要不要集中供暖"),
)


class Who(NamedTuple):
    """(联系人) A person of a unit."""

    name: str
    post: str
    duty: Duty


class Where(NamedTuple):
    """(单位) A unit with its people; `area_code` keeps it."""

    name: str
    kind: UnitKind
    people: tuple[Who, ...]
    area_code: str = TONGCHENG
    duty_phone: str = ""


def _pair(head: str, head_post: str, handler: str, post: str) -> tuple[Who, ...]:
    return Who(head, head_post, Duty.HEAD), Who(handler, post, Duty.HANDLER)


UNITS = (
    Where("鑫和物业", UnitKind.PROPERTY_COMPANY, _pair("韩磊", "经理", "孙倩", "主管")),
    Where("如意物业", UnitKind.PROPERTY_COMPANY, _pair("段海", "经理", "吴芳", "主管")),
    Where("馨润物业", UnitKind.PROPERTY_COMPANY, _pair("丁强", "经理", "何云", "主管")),
    Where("县城管局", UnitKind.COUNTY_DEPARTMENT, _pair("牛建", "科长", "许静", "科员")),
    Where("县住建局", UnitKind.COUNTY_DEPARTMENT, _pair("秦涛", "科长", "冯丽", "科员")),
    Where("县教体局", UnitKind.COUNTY_DEPARTMENT, _pair("程亮", "科长", "苏敏", "科员")),
    Where("县交警大队", UnitKind.VERTICAL, _pair("郑刚", "中队长", "吕伟", "民警")),
    Where(
        "县供电公司",
        UnitKind.UTILITY,
        _pair("孙立", "主任", "马超", "工"),
        duty_phone="0635-0000004",
    ),
    Where(
        "县水务公司",
        UnitKind.UTILITY,
        _pair("田军", "主任", "赵凯", "工"),
        duty_phone="0635-0000005",
    ),
    Where("县公交公司", UnitKind.UTILITY, _pair("李勇", "经理", "白雪", "调度")),
    Where("街道城建办", UnitKind.OFFICE, _pair("谢明", "主任", "崔娜", "干事")),
    Where("高新热力公司", UnitKind.UTILITY, _pair("曹峰", "经理", "邵阳", "工"), JIZHOU),
    Where(
        "高新区建设局", UnitKind.COUNTY_DEPARTMENT, _pair("姚斌", "科长", "任洁", "科员"), JIZHOU
    ),
    Where("马庙新村村委会", UnitKind.COMMUNITY, _pair("马长河", "主任", "马兰", "委员"), JIZHOU),
)


class Home(NamedTuple):
    """(小区) An estate, its community and its households."""

    name: str
    area_code: str
    households: int


MAMIAO = "371590901901"
ESTATES = (
    Home("光明居二期", JIXIANG, 640),
    Home("如意苑", "371524001006", 420),
    Home("南湖小区", "371524001002", 530),
    Home("馨润花园", "371524001004", 760),
    Home("立信坛小区", "371524001001", 310),
    Home("大秦新村", "371524001251", 280),
    Home("艾山新村", "371524001257", 240),
    Home("马庙新村", MAMIAO, 214),
)
# 高新区 and its street are functional areas that the national list lacks.
BY_HAND = (
    ("371590", "高新区", "3715"),
    (JIZHOU, "九州街道", "371590"),
    (MAMIAO, "马庙新村", JIZHOU),
)
