"""Who may let whom in; passwords; devices."""

import pytest

from yishi.accounts.passwords import matches, new_password
from yishi.accounts.rules import Role, device, may_grant, password_problem

STREET, COMMUNITY = "371524001", "371524001005"


@pytest.mark.parametrize(
    ("own", "own_area", "role", "area", "may"),
    [
        (Role.ADMIN, "", Role.SUPERVISOR, "371524", True),
        (Role.ADMIN, STREET, Role.LEADER, STREET, True),
        (Role.ADMIN, STREET, Role.ADMIN, "", False),
        (Role.ADMIN, STREET, Role.HANDLER, "371524002", False),
        (Role.ORGANIZER, STREET, Role.HANDLER, STREET, True),
        (Role.ORGANIZER, STREET, Role.GRID_WORKER, COMMUNITY, True),
        (Role.ORGANIZER, STREET, Role.ORGANIZER, COMMUNITY, True),
        (Role.ORGANIZER, STREET, Role.ORGANIZER, STREET, False),
        (Role.ORGANIZER, STREET, Role.LEADER, STREET, False),
        (Role.ORGANIZER, STREET, Role.ADMIN, COMMUNITY, False),
        (Role.ORGANIZER, STREET, Role.GRID_WORKER, "371524002", False),
        (Role.LEADER, STREET, Role.HANDLER, STREET, False),
        (Role.HANDLER, STREET, Role.HANDLER, STREET, False),
    ],
)
def test_nobody_gives_a_role_above_the_own_or_outside_the_own_subtree(
    own: Role, own_area: str, role: Role, area: str, may: bool
) -> None:
    assert may_grant(own, own_area, role, area) is may


def test_a_made_password_is_good_and_each_is_another() -> None:
    made = {new_password() for _ in range(50)}

    assert len(made) == 50
    assert all(password_problem(password, "wangjuan") is None for password in made)


@pytest.mark.parametrize("hashed", ["-", "", "$argon2id$v=19$broken"])
def test_what_is_no_hash_matches_nothing(hashed: str) -> None:
    assert not matches(hashed, "anything")


def test_a_device_is_named_in_words() -> None:
    agent = (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
    )

    assert device(agent) == "Windows 电脑，Chrome"
    assert device("") == "认不出的设备"
