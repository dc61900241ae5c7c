"""What fails is written down without what people typed."""

import pytest
import sqlalchemy as sa
from flask import Flask

from yishi.database import db


def test_a_failed_statement_does_not_tell_its_values(app: Flask, session: object) -> None:
    with pytest.raises(sa.exc.DBAPIError) as failure:
        db.session.execute(sa.text("SELECT 1 / 0 WHERE :phone <> ''"), {"phone": "13800000001"})

    assert "13800000001" not in str(failure.value)
