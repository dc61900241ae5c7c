"""`up`: what it refuses, what it survives, what it leaves behind."""

import os
import signal
import socket
from pathlib import Path

import pytest

from tests.faults.machine import Machine, free_port, lives, until

pytestmark = pytest.mark.fault


def test_everything_stops_within_five_seconds_of_sigterm(machine: Machine) -> None:
    family = machine.family()

    assert machine.end(signal.SIGTERM) <= 5
    assert not any(map(lives, family))
    assert not (machine.data / "run.json").exists()


def test_ctrl_c_stops_everything_too(machine: Machine) -> None:
    assert machine.end(signal.SIGINT) <= 5


def test_a_killed_supervisor_leaves_no_child_behind(machine: Machine) -> None:
    family = machine.family()

    machine.end(signal.SIGKILL)

    until(lambda: not any(map(lives, family)), 8)


def test_a_killed_supervisor_can_be_started_again_at_once(machine: Machine) -> None:
    machine.end(signal.SIGKILL)

    machine.up()

    assert machine.get("/healthz") == 200


@pytest.mark.parametrize("name", ["web", "worker", "beat", "valkey", "postgres"])
def test_a_killed_child_is_started_again(machine: Machine, name: str) -> None:
    before = machine.children[name]

    os.kill(before, signal.SIGKILL)

    until(lambda: machine.children.get(name) not in {before, None}, 15)
    until(lambda: machine.get("/readyz") == 200, 15)
    assert lives(machine.children[name])


def test_a_second_up_says_where_the_first_one_is(machine: Machine) -> None:
    second = machine.command("up")

    assert second.returncode != 0
    assert second.stderr.startswith("Error: yishi already runs on")
    assert f"127.0.0.1:{machine.port}" in second.stderr
    assert second.stderr.count("\n") == 1


def test_a_command_uses_the_servers_that_run(machine: Machine) -> None:
    database = machine.children["postgres"]

    result = machine.command("check")

    assert "✓ 数据库" in result.stdout
    assert machine.children["postgres"] == database


def test_run_json_is_for_its_owner_alone_and_holds_no_secret(machine: Machine) -> None:
    path = machine.data / "run.json"
    secrets = [file.read_text() for file in (machine.data / "secrets").iterdir()]

    assert path.stat().st_mode & 0o777 == 0o600
    assert all(
        file.stat().st_mode & 0o777 == 0o600 for file in (machine.data / "secrets").iterdir()
    )
    assert not any(secret.strip() in path.read_text() for secret in secrets)


def test_the_public_listener_is_the_public_door_whatever_the_host_says(data: Path) -> None:
    public = free_port()
    machine = Machine(data, YISHI_PUBLIC_PORT=str(public))
    try:
        machine.up()
        machine.port, desk = public, machine.port
        assert machine.get("/readyz") == 404
        machine.port = desk
        assert machine.get("/readyz") == 200
    finally:
        machine.end_if_up()


def test_a_command_without_servers_starts_the_database_for_itself(data: Path) -> None:
    result = Machine(data).command("check")

    assert "✓ 数据库：PostgreSQL 18" in result.stdout
    assert not (data / "postgres" / "postmaster.pid").exists()


def test_a_taken_port_is_one_clear_line(data: Path) -> None:
    machine = Machine(data)

    with socket.socket() as door:
        door.bind(("127.0.0.1", machine.port))
        door.listen()
        result = machine.command("up")

    assert result.returncode != 0
    assert result.stderr == (
        f"Error: cannot open port {machine.port} (Address already in use): set YISHI_PORT\n"
    )


def test_an_unreachable_database_is_one_clear_line(data: Path) -> None:
    url = f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/nothing"

    result = Machine(data, DATABASE_URL=url).command("up")

    assert result.returncode != 0
    assert result.stderr.startswith("Error: the database does not answer: ")
    assert result.stderr.count("\n") == 1


def test_a_missing_right_to_write_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where a folder should be")

    result = Machine(tmp_path / "file" / "var").command("up")

    assert result.returncode != 0
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
