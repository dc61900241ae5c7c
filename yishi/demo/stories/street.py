"""What comes in at the street's desk every day: appeals in every state, matters in every light."""

from functools import partial

from yishi.appeals.rules import Source
from yishi.demo.diary import Diary
from yishi.demo.hands import Hands, Told, matter
from yishi.demo.pictures import lamp, road
from yishi.demo.stage import Stage
from yishi.organizations.rules import IssueClass

LOCKER = Told(
    "快递柜",
    "南湖小区",
    "门口快递柜晚上太吵",
    "半夜还有人取件，开门声音大，睡不着。",
    category="噪声和占道经营",
    phone="13900000041",
    source=Source.PHONE,
)
CARE = Told(
    "托管",
    "南湖小区",
    "社区能不能办周末托管",
    "双职工家庭周末没人看孩子，社区有空房间，能不能办托管。",
    category="政策咨询和办事",
    phone="13900000042",
)
DOGS = Told(
    "遛狗",
    "光明居二期",
    "遛狗不拴绳，吓着孩子",
    "早晚都有人不拴绳，昨天把孩子追哭了，住3号楼2单元501的马桂彦家看见的。",
    phone="13900000043",
    category="邻里和公共秩序",
    building="3",
)
SPAM = Told(
    "广告",
    "如意苑",
    "专业疏通管道二十四小时上门",
    "疏通管道，价格便宜，随叫随到。",
)
COURT = Told(
    "官司",
    "如意苑",
    "法院判了一直不执行",
    "我和邻居的官司判了一年了，对方不给钱，街道管不管。",
    category="政策咨询和办事",
    phone="13900000044",
    source=Source.LETTER,
)
HOUSE = Told(
    "房产证",
    "馨润花园",
    "房产证什么时候能办",
    "入住三年了，开发商一直拖着不给办证。",
    category="政策咨询和办事",
    phone="13900000045",
)
FEES = Told(
    "物业费",
    "馨润花园",
    "物业费涨了没有说明",
    "今年每平方涨了两毛，没有开会也没有贴告示。",
    category="物业服务",
    phone="13900000046",
)
LATE = Told(
    "垃圾桶",
    "艾山新村",
    "村口垃圾桶三天没有清",
    "天一热味道很大，能不能天天清。",
    category="环境卫生",
    source=Source.GRID_WORKER,
)

ALLEY = Told(
    "胡同灯",
    "南湖小区",
    "马家胡同口的路灯不亮",
    "马家胡同口那盏灯不亮一个星期了。",
    category="公共照明",
    phone="13900000051",
    photo=partial(lamp, lit=False),
)
NOISE = Told(
    "变压器",
    "艾山新村",
    "变压器嗡嗡响，睡不好觉",
    "变压器离窗户只有五米，夜里嗡嗡响。",
    category="供水供电供气供热",
    phone="13900000052",
)
GYM = Told(
    "健身器材",
    "南湖小区",
    "健身器材断了一根，怕伤人",
    "广场上单杠断了一根，用绳子绑着。",
    category="充电和公共设施",
    phone="13900000053",
)
SEWER = Told(
    "化粪池",
    "如意苑",
    "9号楼前化粪池满了往外流",
    "9号楼前化粪池满了，污水流到路上了。",
    category="消防通道和安全隐患",
    phone="13900000054",
)
PUDDLE = Told(
    "积水",
    "南湖小区",
    "一中门口一下雨就积水",
    "一中门口的雨水口堵了，一下雨就积水，孩子趟水上学。",
    category="公交和道路",
    phone="13900000055",
    photo=partial(road, mended=False),
)
HOURS = Told(
    "文体中心",
    "馨润花园",
    "文体中心晚上能不能晚点关门",
    "上班的人七点才到，八点就关门。",
    category="政策咨询和办事",
    phone="13900000056",
)
PRESSURE = Told(
    "水压",
    "大秦新村",
    "自来水早晚没有压力",
    "三楼以上早晚放不出水。",
    category="供水供电供气供热",
    phone="13900000057",
)

DOOR = Told(
    "单元门",
    "光明居二期",
    "6号楼2单元的门关不上",
    "单元门闭门器坏了，风一吹就响，夜里不安全。",
    "单元门闭门器坏了，风一吹就响，夜里不安全。",
    category="小修小补",
    phone="13900000058",
    building="6",
)
LIFT = Told(
    "电梯",
    "光明居二期",
    "9号楼电梯到五楼就抖",
    "电梯到五楼抖一下，还有响声，老人不敢坐。",
    category="物业服务",
    phone="13900000059",
    building="9",
)
LEAVES = Told(
    "树叶",
    "光明居二期",
    "排水沟里全是树叶",
    "3号楼前的排水沟堵满了树叶，下雨水往单元里流。",
    category="物业服务",
    source=Source.GRID_WORKER,
)


def write(stage: Stage, diary: Diary) -> None:
    """Two weeks of ordinary days."""
    hands = Hands(stage, "wangjuan", "liuyang")
    _undecided(stage, diary, hands)
    _answered(stage, diary, hands)
    _on_time(stage, diary, hands)
    _late(stage, diary, hands)
    _done(stage, diary, hands)
    _property(stage, diary, hands)


def _undecided(stage: Stage, diary: Diary, hands: Hands) -> None:
    diary.at(stage.ago(200), hands.tell, DOGS)
    diary.at(stage.ago(75), hands.tell, CARE)
    diary.at(stage.work(-2, 9), hands.tell, LATE)
    diary.at(stage.work(-4, 16), hands.tell, LOCKER)
    diary.at(stage.work(-3, 11), hands.accept, LOCKER)


def _answered(stage: Stage, diary: Diary, hands: Hands) -> None:
    diary.at(stage.work(-5, 9), hands.tell, SPAM)
    diary.at(stage.work(-5, 15), hands.void, SPAM)
    diary.at(stage.work(-7, 10), hands.tell, COURT)
    reason = "已经判决的案子由法院执行局管，街道不能代替法院执行，请带判决书去申请强制执行。"
    court = "东阿县人民法院诉讼服务中心"
    diary.at(stage.work(-6, 10), hands.decline, COURT, reason, court, "12368")
    diary.at(stage.work(-9, 14), hands.tell, HOUSE)
    house = "县自然资源局说图纸已经补齐，开发商月底前统一收件，名单贴在物业门口。"
    diary.at(stage.work(-6, 16), hands.answer, HOUSE, house)
    diary.at(stage.at(-9, 9), hands.tell, FEES)
    fees = "物业已把调价的合同条款和成本表贴在北门，这周随时可以到物业办公室对账。"
    diary.at(stage.at(-6, 16), hands.answer, FEES, fees)
    diary.at(stage.at(-2, 20), hands.object, FEES, "只贴了条款，没有贴成本表。")


def _on_time(stage: Stage, diary: Diary, hands: Hands) -> None:
    """Just dispatched, in progress, and an urgent one of today."""
    diary.at(stage.work(-1, 20), hands.tell, ALLEY)
    diary.at(stage.ago(70), hands.refer, ALLEY, "县城管局", IssueClass.B)
    diary.at(stage.work(-3, 19), hands.tell, NOISE)
    diary.at(stage.work(-2, 9), hands.refer, NOISE, "县供电公司", IssueClass.B)
    diary.at(stage.work(-2, 11), hands.acknowledge, matter(NOISE))
    diary.at(stage.work(-1, 10), hands.note, matter(NOISE), "测了，夜里五十二分贝，垫减震胶。")
    diary.at(stage.ago(190), hands.tell, SEWER)
    diary.at(stage.ago(185), hands.refer, SEWER, "县水务公司", IssueClass.E)
    diary.at(stage.ago(170), hands.acknowledge, matter(SEWER))
    diary.at(stage.ago(100), hands.note, matter(SEWER), "两辆吸污车到了，正在抽。")
    diary.at(stage.work(-8, 9), hands.tell, PRESSURE)
    diary.at(stage.work(-7, 9), hands.refer, PRESSURE, "县水务公司", IssueClass.C)
    diary.at(stage.work(-6, 9), hands.acknowledge, matter(PRESSURE))
    diary.at(stage.work(-3, 9), hands.note, matter(PRESSURE), "加压泵到货，下周停水两小时换。")


def _late(stage: Stage, diary: Diary, hands: Hands) -> None:
    """Over by days, and one that nobody has acknowledged."""
    diary.at(stage.work(-10, 9), hands.tell, GYM)
    diary.at(stage.work(-9, 9), hands.refer, GYM, "县教体局", IssueClass.B)
    diary.at(stage.work(-8, 15), hands.acknowledge, matter(GYM))
    diary.at(stage.work(-6, 10), hands.note, matter(GYM), "先围起来了，新器材在走采购。")
    diary.at(stage.work(-3, 15), hands.tell, HOURS)
    diary.at(stage.work(-2, 9), hands.refer, HOURS, "县教体局", IssueClass.A)


def _done(stage: Stage, diary: Diary, hands: Hands) -> None:
    """Reviewed, and the residents are being asked."""
    diary.at(stage.work(-6, 18), hands.tell, PUDDLE)
    diary.at(stage.work(-5, 9), hands.refer, PUDDLE, "街道城建办", IssueClass.B)
    diary.at(stage.work(-5, 10), hands.acknowledge, matter(PUDDLE))
    reply = "一中门口四个雨水口清掏完毕，换了一个破损的井篦，冲水试过不积水。"
    diary.at(stage.work(-2, 16), hands.submit, matter(PUDDLE), reply, [road(mended=True)])
    diary.at(stage.work(-1, 9), hands.review, matter(PUDDLE))


def _property(stage: Stage, diary: Diary, hands: Hands) -> None:
    """What waits for 孙倩 of the property company: to take, due soon, over."""
    diary.at(stage.work(-1, 19), hands.tell, DOOR)
    diary.at(stage.ago(95), hands.refer, DOOR, "鑫和物业", IssueClass.A)
    diary.at(stage.work(-5, 9), hands.tell, LIFT)
    diary.at(stage.work(-4, 9), hands.refer, LIFT, "鑫和物业", IssueClass.B)
    diary.at(stage.work(-4, 11), hands.acknowledge, matter(LIFT))
    diary.at(stage.work(-2, 10), hands.note, matter(LIFT), "维保来测过，导轨要调，配件后天到。")
    diary.at(stage.work(-8, 9), hands.tell, LEAVES)
    diary.at(stage.work(-7, 9), hands.refer, LEAVES, "鑫和物业", IssueClass.B)
    diary.at(stage.work(-7, 14), hands.acknowledge, matter(LEAVES))
