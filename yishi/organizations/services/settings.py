"""What an office sets."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from yishi.accounts.actors import Actor
from yishi.database import db
from yishi.errors import Invalid
from yishi.organizations.models import Setting
from yishi.organizations.queries import offices
from yishi.organizations.rules import WHOLE
from yishi.records.services import audit


def set_setting(area_code: str, key: str, value: Any, *, by: Actor) -> None:
    """Sets one value for an area's subtree; raises Invalid, KeyError for an unknown key."""
    set_settings(area_code, {key: value}, by=by)


def set_settings(area_code: str, values: Mapping[str, Any], *, by: Actor) -> None:
    """Sets several at once, all or nothing; what stays the same is not audited."""
    errors = {}
    for key, value in values.items():
        if problem := offices.registered(key).bounds(value):
            errors[key] = problem
    if errors:
        raise Invalid("有的内容要改一下", errors)
    for key, value in values.items():
        _set(area_code, key, value, by)


def reset(area_code: str, key: str, *, by: Actor) -> None:
    """The area follows its ancestors again."""
    before = offices.own_setting(area_code, key)
    mine = (Setting.area_code == area_code, Setting.key == key)
    db.session.execute(sa.delete(Setting).where(*mine))
    offices.kept.changed()
    audit(by, "settings.reset", f"setting:{area_code}:{key}", before={"value": before})


def choose_home(area_code: str, *, by: Actor) -> None:
    """The area whose office a public page of no particular area shows."""
    _set(WHOLE, offices.HOME, area_code, by)


def _set(area_code: str, key: str, value: Any, by: Actor) -> None:
    before = offices.own_setting(area_code, key)
    if before == value:
        return
    statement = insert(Setting).values(area_code=area_code, key=key, value=value)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["area_code", "key"],
            set_={"value": statement.excluded.value, "updated_at": sa.func.now()},
        )
    )
    db.session.expire_all()
    offices.kept.changed()
    audit(
        by,
        "settings.change",
        f"setting:{area_code}:{key}",
        before={"value": before},
        after={"value": value},
    )
