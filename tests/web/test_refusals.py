"""An answer that refuses keeps nothing of what it tried."""

import pytest
import sqlalchemy as sa
from flask import Flask

from yishi.accounts.models import FailedTry
from yishi.clock import now
from yishi.database import db, on_commit
from yishi.web.policies import anyone


@pytest.mark.parametrize(("status", "kept"), [(303, 1), (422, 0), (409, 0)])
def test_only_an_accepted_form_is_kept_and_tells_others(
    app: Flask, session: object, status: int, kept: int
) -> None:
    told: list[int] = []

    @anyone
    def view() -> tuple[str, int]:
        db.session.add(FailedTry(door="refusal", at=now()))
        db.session.flush()
        on_commit(lambda: told.append(1))
        return "", status

    with app.test_request_context(method="POST"):
        view()

    rows = sa.select(sa.func.count()).where(FailedTry.door == "refusal")
    assert db.session.scalar(rows) == kept
    assert len(told) == kept
