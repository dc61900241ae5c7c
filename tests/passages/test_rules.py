import pytest

from yishi.passages.rules import both, differences, tidy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("一楼返水\r\n要换 6 米", "一楼返水\n要换 6 米"),
        ("  一楼返水  \n\n", "一楼返水"),
        ("a\rb", "a\nb"),
        ("   ", ""),
    ],
)
def test_line_ends_and_spaces_at_the_end_say_nothing(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@pytest.mark.parametrize(
    ("one", "other", "middles"),
    [
        ("三处，12月25日前通电。", "三处，先公示再动工。", ("12月25日前通电", "先公示再动工")),
        ("同一句", "同一句", ("", "")),
        ("aa", "aaa", ("", "a")),
        ("", "新写的", ("", "新写的")),
        ("甲乙", "乙甲", ("甲乙", "乙甲")),
    ],
)
def test_only_what_differs_is_marked(one: str, other: str, middles: tuple[str, str]) -> None:
    marked = differences(one, other)

    assert tuple(m.middle for m in marked) == middles
    assert tuple(m.before + m.middle + m.after for m in marked) == (one, other)


@pytest.mark.parametrize(
    ("theirs", "yours", "kept"),
    [
        ("换主管", "修路灯", "换主管\n修路灯"),
        ("换主管", "换主管，六米", "换主管，六米"),
        ("换主管，六米", "", "换主管，六米"),
    ],
)
def test_keeping_both_repeats_nothing(theirs: str, yours: str, kept: str) -> None:
    assert both(theirs, yours) == kept
