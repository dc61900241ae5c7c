import pytest

from yishi.appeals import rules
from yishi.appeals.rules import Act, AppealState

S = AppealState


@pytest.mark.parametrize(
    ("state", "act", "target"),
    [
        (S.RECEIVED, Act.ACCEPT, S.ACCEPTED),
        (S.RECEIVED, Act.REFER, S.REFERRED),
        (S.ACCEPTED, Act.PLACE, S.ON_AGENDA),
        (S.ON_AGENDA, Act.TAKE_OFF, S.ACCEPTED),
        (S.ON_AGENDA, Act.ANSWER, S.ANSWERED),
        (S.REFERRED, Act.ANSWER, S.ANSWERED),
        (S.ANSWERED, Act.OBJECT, S.ACCEPTED),
        (S.DECLINED, Act.OBJECT, S.ACCEPTED),
        (S.RECEIVED, Act.VOID, S.VOID),
        (S.ACCEPTED, Act.VOID, None),
        (S.ANSWERED, Act.REFER, None),
        (S.VOID, Act.ANSWER, None),
        (S.REFERRED, Act.DECLINE, None),
    ],
)
def test_an_act_leads_where_the_table_says(
    state: AppealState, act: Act, target: AppealState | None
) -> None:
    assert rules.step(state, act) is target


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "已收悉",
        "您的留言已收悉，已转有关部门处理。",
        "您好，您反映的问题已收悉，已转相关部门调查处理，感谢您的支持。",
        "您反映的问题我们已经收到，将尽快处理，请耐心等待。",
        "已转交县城管局处理。",
        "网友：您好！2019年3月5日",
        "您的留言已收悉，关于您反映的问题，已转市公安局调查处理。",
    ],
)
def test_received_and_passed_on_is_no_answer(answer: str) -> None:
    assert rules.says_nothing(answer)
    assert "answer" in rules.answer_errors(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "已派县城管局，12月2日前修好。",
        "路灯由县城管局负责，电缆断了，等配件，12月10日前换好。",
        "已转交县城管局，5个工作日内修好两盏路灯。",
        "公交站点更名要报市里批准，现有站名居民都熟悉，这次不改。",
        "请12月5日前到社区二楼登记，凭身份证领取。",
        "请12月5日前到街道办517室，电话 0635-1234567。",
    ],
)
def test_who_does_what_by_when_is_an_answer(answer: str) -> None:
    assert rules.answer_errors(answer) == {}


def test_declining_asks_for_a_reason_a_named_channel_and_its_phone() -> None:
    good = "邻里之间的借款纠纷属于民事案件，街道没有权力裁决，可以到法院起诉。"

    assert set(rules.decline_errors("不归我们管", "", "")) == {"reason", "channel", "channel_phone"}
    assert set(rules.decline_errors(good, "县法院", "没有")) == {"channel_phone"}
    assert rules.decline_errors(good, "县人民法院诉讼服务中心", "12368") == {}


@pytest.mark.parametrize(
    "text",
    [
        "请打138 0000 0005",
        "找13800000005",
        "证号370102199001011234",
        "3号楼2单元501的",
        "住 1203 室",
    ],
)
def test_a_mobile_identity_or_room_number_never_goes_out_by_mistake(text: str) -> None:
    assert set(rules.public_errors("路灯", text)) == {"public_text"}
    assert rules.public_errors("路灯", "值班 0635-1234567，3号楼2单元门口，留言编号 188249") == {}


@pytest.mark.parametrize(
    "typed",
    ["SQ2026-000122", "sq2026000122", " ＳＱ２０２６－０００１２２ ", "2026 122", "SQ2026-122"],
)
def test_a_number_is_read_however_it_was_typed(typed: str) -> None:
    assert rules.read_number(typed) == "SQ2026-000122"


def test_numbers_grow_when_they_must() -> None:
    assert rules.number(2026, 1234567) == "SQ2026-1234567"
    assert rules.read_number("SQ2026-1234567") == "SQ2026-1234567"


def test_a_code_is_eight_digits_in_whatever_groups() -> None:
    assert rules.read_code("４０７１ 8823") == "40718823"
    assert rules.read_code("4071882") is None
    assert rules.spaced("40718823") == "4071 8823"


@pytest.mark.parametrize(
    "typed", [("3", "2", "501"), ("3号楼", "２单元", "0501室"), ("03", "2", "501号")]
)
def test_one_household_is_one_however_it_was_written(typed: tuple[str, str, str]) -> None:
    assert rules.household(*typed) == "3-2-501"


def test_without_a_room_there_is_no_household() -> None:
    assert rules.household("3", "2", "") is None
    assert rules.household("12", "", "7") == "12--7"
