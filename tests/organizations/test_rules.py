"""Codes, levels and names."""

import pytest

from yishi.organizations.rules import (
    AreaLevel,
    above,
    area_problem,
    covers,
    free_code,
    office_code,
    signature_of,
    spoken_name,
)

KNOWN = {"3715": AreaLevel.CITY, "371524": AreaLevel.COUNTY}


def test_the_areas_above_a_community_are_its_street_county_and_city() -> None:
    assert above("371524001005") == ["371524001005", "371524001", "371524", "3715", ""]
    assert above("371524001005002")[0:2] == ["371524001005002", "371524001005"]
    assert above("") == [""]


def test_a_subtree_is_a_prefix() -> None:
    assert covers(["371524001"], "371524001005")
    assert not covers(["371524001"], "371524002")
    assert covers([""], "3715")
    assert not covers([], "3715")


def test_the_office_of_a_community_is_its_street() -> None:
    assert office_code("371524001005") == "371524001"
    assert office_code("371524") == "371524"


@pytest.mark.parametrize(
    ("code", "name", "level", "parent", "words"),
    [
        ("371524001", "铜城街道", "street", "371524", "层级“street”不认识"),
        ("37152400", "铜城街道", "subdistrict", "371524", "9 位数字"),
        ("３71524001", "铜城街道", "subdistrict", "371524", "9 位数字"),
        ("371524001", "", "subdistrict", "371524", "名称"),
        ("371524001", "铜城街道", "subdistrict", "371502", "上级代码应是 371524"),
        ("371502001", "古楼街道", "subdistrict", "371502", "不在表里"),
        ("3716", "某市", "city", "37", "请留空"),
    ],
)
def test_a_bad_line_is_told_what_is_wrong(
    code: str, name: str, level: str, parent: str, words: str
) -> None:
    assert words in (area_problem(code, name, level, parent, KNOWN) or "")


def test_a_good_line_has_no_problem() -> None:
    assert area_problem("371524001", "铜城街道", "subdistrict", "371524", KNOWN) is None
    assert area_problem("3716", "某市", "city", "", KNOWN) is None


def test_an_area_added_by_hand_takes_a_free_code_from_the_top() -> None:
    assert free_code("371524", AreaLevel.SUBDISTRICT, ["371524900"]) == "371524901"
    assert free_code("3715", AreaLevel.COUNTY, []) == "371590"


def test_the_codes_of_a_parent_can_run_out() -> None:
    taken = [f"3715{number:02}" for number in range(1, 100)]

    assert free_code("3715", AreaLevel.COUNTY, taken) is None


@pytest.mark.parametrize(
    ("name", "signature"),
    [("铜城街道", "铜城街道办事处"), ("鱼山镇", "鱼山镇人民政府"), ("吉祥苑社区", "吉祥苑社区")],
)
def test_an_announcement_is_signed_by_the_office(name: str, signature: str) -> None:
    assert signature_of(name) == signature


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("吉祥苑社区居民委员会", "吉祥苑社区"),
        ("古城社区居委会", "古城社区"),
        ("大秦村民委员会", "大秦村"),
        ("大秦村村民委员会", "大秦村"),
        ("刘庄村委会", "刘庄村"),
        ("铜城街道", "铜城街道"),
        ("居委会", "居委会"),
    ],
)
def test_a_place_is_called_as_people_call_it(name: str, spoken: str) -> None:
    assert spoken_name(name) == spoken
