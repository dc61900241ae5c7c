"""Who left only a phone says it on the receipt page, with the receipt code."""

import datetime as dt
from pathlib import Path
from typing import NamedTuple

import pytest
import sqlalchemy as sa

from tests.appeals import makers
from tests.appeals.test_receipts import wrong
from tests.cast import Cast
from tests.conftest import Client
from tests.issues.makers import REPLY, manager
from tests.pages import Page
from yishi.accounts import links
from yishi.accounts.actors import Actor
from yishi.accounts.models import FailedTry
from yishi.appeals import services as appeals
from yishi.appeals.models import Appeal, AppealQuestion
from yishi.database import db
from yishi.errors import Conflict
from yishi.followups import services
from yishi.issues import services as issues
from yishi.issues.models import Issue, Verdict
from yishi.issues.rules import Answer, FollowedUp, IssueState, Outcome, VerdictSource
from yishi.notices import registry
from yishi.notices.models import Notice
from yishi.notices.texts import sms_text
from yishi.organizations.rules import IssueClass

QUESTION = "鑫和物业说办完了，您看解决了吗？"


class Asked(NamedTuple):
    """An appeal whose unit says it is done."""

    appeal: Appeal
    code: str
    issue: Issue
    receipt: str

    @property
    def address(self) -> str:
        return f"{self.receipt}/verdict"

    def says(self, answer: str, **more: str) -> dict[str, str]:
        return {"answer": answer, "issue": self.issue.number, "code": self.code, **more}


@pytest.fixture(autouse=True)
def _clock(at_now: Path) -> None:
    """Views and services see the same moment."""


def ask(cast: Cast, now: dt.datetime, **more: object) -> Asked:
    got, by = makers.received(cast, now, **more), cast.actor(cast.organizer)
    appeals.release(got.appeal, makers.TITLE, makers.PUBLIC, by=by, now=now)
    unit = cast.property_company.id
    issue = appeals.refer(got.appeal, unit, IssueClass.B, by=by, now=now)
    finish(cast, issue, now)
    return Asked(got.appeal, got.code, issue, f"/receipts/{links.token(got.link)}")


def finish(cast: Cast, issue: Issue, now: dt.datetime) -> None:
    issues.submit(issue, REPLY, by=manager(cast), now=now)
    issues.review_pass(issue, Outcome.SOLVED, by=cast.actor(cast.second_organizer), now=now)
    services.sweep(now)


@pytest.fixture
def asked(cast: Cast, now: dt.datetime) -> Asked:
    """Asked at 10:00."""
    return ask(cast, now)


def verdicts() -> list[Verdict]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Verdict)))


def test_the_receipt_asks_and_leads_to_the_form(client: Client, asked: Asked) -> None:
    page = Page(client.get(asked.receipt))
    assert QUESTION in page.text
    assert f'href="{asked.address}"' in page.html

    answer = client.get(asked.address)
    assert REPLY in Page(answer).text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_before_the_unit_is_done_nothing_is_asked(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    got = makers.received(cast, now)
    receipt = f"/receipts/{links.token(got.link)}"

    assert "您看解决了吗" not in Page(client.get(receipt)).text
    assert client.get(f"{receipt}/verdict").location == receipt
    said = {"answer": "solved", "issue": "SX2026-0001", "code": got.code}
    assert client.post(f"{receipt}/verdict", data=said).status_code == 404


def test_the_resident_says_solved_with_the_code(client: Client, asked: Asked) -> None:
    form = Page(client.get(asked.address)).form(asked.address)
    said = client.post(asked.address, data=form | asked.says("solved", satisfied="yes"))

    assert said.location == asked.receipt
    (verdict,) = verdicts()
    assert (verdict.appeal_id, verdict.by_reporter) == (asked.appeal.id, True)
    assert (verdict.source, verdict.satisfied) == (VerdictSource.PAGE, True)
    assert asked.issue.followed_up is FollowedUp.SOLVED
    page = Page(client.get(asked.receipt)).text
    assert "您评的是：解决了" in page
    assert QUESTION not in page


def test_not_solved_is_done_again_and_asked_again(
    client: Client, cast: Cast, asked: Asked, now: dt.datetime
) -> None:
    client.post(asked.address, data=asked.says("not_solved"))

    assert (verdicts()[0].cycle, asked.issue.state) == (1, IssueState.IN_PROGRESS)
    page = Page(client.get(asked.receipt)).text
    assert (
        "您评的是：没解决。 已经要求鑫和物业重办，11月30日（周一）17:30 前办完。办完再问您。"
        in page
    )
    finish(cast, asked.issue, now + dt.timedelta(minutes=1))
    assert QUESTION in Page(client.get(asked.receipt)).text
    client.post(asked.address, data=asked.says("solved"))
    assert [verdict.cycle for verdict in verdicts()] == [1, 2]


def test_partly_says_what_comes_next(client: Client, cast: Cast, asked: Asked) -> None:
    client.post(asked.address, data=asked.says("partly"))
    page = Page(client.get(asked.receipt)).text
    assert "街道会写清余下的是什么" in page

    rest = issues.Rest("还有一盏灯没换", dt.date(2026, 12, 14))
    said = {"answer": Answer.PARTLY, "by_reporter": False, "rest": rest}
    by, now = cast.actor(cast.organizer), asked.appeal.received_at
    services.verdict_by_desk(asked.issue, source=VerdictSource.PHONE, by=by, now=now, **said)
    page = Page(client.get(asked.receipt)).text
    assert "余下的部分单独办，12月14日（周一）前办完：还有一盏灯没换" in page


def test_a_wrong_code_says_nothing_and_is_counted(client: Client, asked: Asked) -> None:
    refused = client.post(
        asked.address, data=asked.says("solved", text="灯很亮") | {"code": wrong(asked.code)}
    )

    page = Page(refused, 422)
    assert "查询码不对" in page.text
    assert "灯很亮" in page.html
    assert verdicts() == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(FailedTry)) == 1


def test_five_wrong_codes_close_the_door_and_lose_nothing(client: Client, asked: Asked) -> None:
    for _ in range(5):
        client.post(asked.address, data=asked.says("solved") | {"code": wrong(asked.code)})

    page = Page(client.post(asked.address, data=asked.says("solved", text="灯很亮")), 403)
    assert "15 分钟" in page.text
    assert "灯很亮" in page.html
    assert verdicts() == []


def test_an_empty_press_costs_no_try(client: Client, asked: Asked) -> None:
    bare = client.post(asked.address, data={"issue": asked.issue.number})
    assert "请选一个" in Page(bare, 422).text
    no_code = client.post(asked.address, data=asked.says("solved") | {"code": ""})
    assert "请填 8 位查询码" in Page(no_code, 422).text

    assert db.session.scalars(sa.select(FailedTry)).all() == []


def test_who_has_just_looked_it_up_need_not_type_the_code_again(
    client: Client, asked: Asked
) -> None:
    looked_up = {"number": asked.appeal.number, "code": asked.code, "tail": "0005"}
    assert client.post("/appeals/lookup", data=looked_up).location == asked.receipt

    assert "查询码" not in Page(client.get(asked.address)).text
    client.post(asked.address, data=asked.says("solved") | {"code": ""})
    assert len(verdicts()) == 1


def test_another_receipts_proof_opens_nothing(
    client: Client, cast: Cast, asked: Asked, now: dt.datetime
) -> None:
    other = ask(cast, now, title="东门的栏杆歪了")
    client.post(other.address, data=other.says("solved"))
    cookie = client.get_cookie("proved", path=other.receipt)
    assert cookie is not None
    client.set_cookie("proved", cookie.value, path=asked.receipt)

    assert "8 位查询码" in Page(client.get(asked.address)).text
    refused = client.post(asked.address, data=asked.says("solved") | {"code": other.code})
    assert refused.status_code == 422


def test_a_second_click_is_harmless(client: Client, asked: Asked) -> None:
    client.post(asked.address, data=asked.says("solved"))
    again = client.post(asked.address, data=asked.says("not_solved"))

    assert again.location == asked.receipt
    assert [verdict.answer for verdict in verdicts()] == [Answer.SOLVED]
    assert client.get(asked.address).location == asked.receipt
    assert asked.issue.state is IssueState.FOLLOWED_UP


def test_link_and_receipt_are_one_voice(client: Client, asked: Asked, now: dt.datetime) -> None:
    assert asked.appeal.contact_point_id is not None
    link = services.link_for(asked.issue, asked.appeal.contact_point_id, now)
    address = f"/v/{links.token(link)}"
    client.post(f"{address}/verdict", data={"answer": "solved", "tail": "0005"})

    assert "您评的是：解决了" in Page(client.get(asked.receipt)).text
    client.post(asked.address, data=asked.says("not_solved"))
    assert [verdict.answer for verdict in verdicts()] == [Answer.SOLVED]


def test_without_a_phone_the_receipt_is_the_voice(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    asked = ask(cast, now, phone="")

    client.post(asked.address, data=asked.says("partly"))
    with pytest.raises(Conflict):
        services.verdict_by_page(
            asked.issue, None, appeal=asked.appeal, now=now, answer=Answer.SOLVED
        )
    assert [verdict.contact_point_id for verdict in verdicts()] == [None]


def test_after_thirty_days_it_is_too_late(
    client: Client, asked: Asked, at_now: Path, now: dt.datetime
) -> None:
    at_now.write_text((now + dt.timedelta(days=31)).isoformat())

    assert "没有等到您的回话" in Page(client.get(asked.receipt)).text
    assert asked.issue.number in Page(client.get(asked.address), 410).text
    assert client.post(asked.address, data=asked.says("solved")).status_code == 410
    assert verdicts() == []


def test_a_strangers_token_is_a_404(client: Client, asked: Asked) -> None:
    for address in (f"{asked.receipt}x/verdict", "/receipts/1.abc/verdict"):
        assert client.get(address).status_code == 404
        assert client.post(address, data=asked.says("solved")).status_code == 404


def test_only_what_was_asked_of_this_receipt_is_judged(
    client: Client, cast: Cast, asked: Asked, now: dt.datetime
) -> None:
    other = ask(cast, now, title="东门的栏杆歪了")

    said = asked.says("solved") | {"issue": other.issue.number}
    assert client.post(asked.address, data=said).status_code == 404
    assert verdicts() == []


def test_the_text_says_where_and_is_taken_back_when_it_was_said(
    client: Client, asked: Asked, now: dt.datetime
) -> None:
    notice = db.session.scalars(sa.select(Notice).where(Notice.kind == "question")).one()
    assert f"您反映的{asked.appeal.number}，鑫和物业说办完了。" in sms_text(notice, now)
    assert registry.overtaken(notice, now) is None

    client.post(asked.address, data=asked.says("partly"))
    assert asked.issue.state is IssueState.RESOLVED
    assert registry.overtaken(notice, now) == "已经回访过"


def test_an_appeals_own_answer_is_taken_back_with_its_phone(asked: Asked, now: dt.datetime) -> None:
    notice = db.session.scalars(sa.select(Notice).where(Notice.kind == "answer")).first()
    assert notice is not None

    appeals.change_phone(asked.appeal, "", False, by=Actor("居民"))
    assert registry.overtaken(notice, now)


def test_done_again_is_asked_in_the_same_row(cast: Cast, asked: Asked, now: dt.datetime) -> None:
    services.verdict_by_page(
        asked.issue, asked.appeal.contact_point_id, now=now, answer=Answer.NOT_SOLVED
    )
    finish(cast, asked.issue, now)

    row = db.session.scalars(sa.select(AppealQuestion)).one()
    assert (row.issue_id, row.cycle) == (asked.issue.id, 2)
