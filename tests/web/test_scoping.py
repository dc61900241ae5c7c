import pytest

from tests.cast import Cast
from yishi.accounts.scoping import find, scoped
from yishi.database import db
from yishi.errors import NotFound
from yishi.organizations.models import Estate


def test_an_organizer_finds_what_lies_in_the_own_subtree(cast: Cast) -> None:
    actor = cast.actor(cast.organizer)

    assert find(Estate, cast.estate.id, actor) is cast.estate


def test_another_offices_estate_does_not_exist(cast: Cast) -> None:
    actor = cast.actor(cast.stranger)

    with pytest.raises(NotFound):
        find(Estate, cast.estate.id, actor)
    assert db.session.scalars(scoped(Estate, actor)).all() == [cast.their_estate]
