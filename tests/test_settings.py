from pathlib import Path

import pytest

from yishi.settings import BadSettings, Settings


def _settings(tmp_path: Path, **env: str) -> Settings:
    return Settings.from_environment({"YISHI_DATA": str(tmp_path), **env})


def test_secrets_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    first, second = _settings(tmp_path), _settings(tmp_path)

    assert first.secret_key == second.secret_key != first.data_key
    kept = tmp_path / "secrets" / "secret_key"
    assert kept.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATA_KEY"])
def test_a_short_secret_stops_the_start(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadSettings, match=name):
        _settings(tmp_path, **{name: "secret"})


@pytest.mark.parametrize(
    ("env", "public"),
    [
        ({}, None),
        ({"BASE_URL": "http://10.1.2.3:8000"}, "http://10.1.2.3:8000"),
        ({"BASE_URL": "http://10.1.2.3", "PUBLIC_URL": "none"}, None),
        ({"PUBLIC_URL": "https://yishi.example/"}, "https://yishi.example"),
        ({"YISHI_DEMO": "1"}, "http://127.0.0.1:8000"),
    ],
)
def test_an_address_no_phone_can_open_is_no_public_door(
    tmp_path: Path, env: dict[str, str], public: str | None
) -> None:
    assert _settings(tmp_path, **env).public_url == public


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"YISHI_PORT": "99999"}, "YISHI_PORT"),
        ({"BASE_URL": "yishi.example"}, "BASE_URL"),
        ({"SMTP_HOST": "mail.example"}, "MAIL_FROM"),
        ({"YISHI_SMS": "pigeon"}, "YISHI_SMS"),
    ],
)
def test_what_cannot_be_used_is_named_in_one_line(
    tmp_path: Path, env: dict[str, str], words: str
) -> None:
    with pytest.raises(BadSettings, match=words) as refusal:
        _settings(tmp_path, **env)

    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "env",
    [
        {},
        {"YISHI_TESTING": "1", "PUBLIC_URL": "https://yishi.example"},
        {"YISHI_TESTING": "1", "SMTP_HOST": "mail.example", "MAIL_FROM": "a@b.example"},
    ],
)
def test_a_moved_clock_is_for_tests_alone(tmp_path: Path, env: dict[str, str]) -> None:
    clock = tmp_path / "clock"
    clock.write_text("2026-11-23T09:00+08:00")

    with pytest.raises(BadSettings, match="YISHI_CLOCK"):
        _settings(tmp_path, YISHI_CLOCK=str(clock), **env)
