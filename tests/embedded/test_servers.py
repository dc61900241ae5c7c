"""The embedded servers: what they are, whom they let in, what they leave."""

import os
from pathlib import Path

import psycopg
import pytest
import redis

from yishi.embedded import CannotStart, places, start_postgres, start_valkey


def test_postgres_is_18_in_utf8_and_sorts_alike_everywhere(tmp_path: Path) -> None:
    server = start_postgres(tmp_path, throwaway=True)
    try:
        with psycopg.connect(server.url.replace("+psycopg", "")) as link:
            row = link.execute(
                "SELECT current_setting('server_version_num')::int, datlocale, datctype,"
                " pg_encoding_to_char(encoding), current_setting('listen_addresses')"
                " FROM pg_database WHERE datname = current_database()"
            ).fetchone()
        assert row is not None
        assert row[0] // 10000 == 18
        assert row[1:] == ("C.UTF-8", "C.UTF-8", "UTF8", "")
    finally:
        server.stop()


def test_chinese_text_can_be_searched_by_likeness_and_by_word(tmp_path: Path) -> None:
    server = start_postgres(tmp_path, throwaway=True)
    try:
        with psycopg.connect(server.url.replace("+psycopg", "")) as link:
            link.execute("CREATE EXTENSION pg_trgm")
            row = link.execute(
                "SELECT similarity('小区充电棚太少', '小区充电棚不够') > 0.3,"
                " to_tsvector('simple', '充电 电棚') @@ to_tsquery('simple', '电棚')"
            ).fetchone()
        assert row == (True, True)
    finally:
        server.stop()


def test_a_throwaway_server_leaves_nothing(tmp_path: Path) -> None:
    server = start_postgres(tmp_path, throwaway=True)
    folders = [*server.leftovers, server.sockets]

    server.stop()

    assert not any(folder and folder.exists() for folder in folders)


def test_valkey_remembers_and_never_throws_out(tmp_path: Path) -> None:
    server = start_valkey(tmp_path)
    client = redis.Redis.from_url(server.url)
    client.lpush("queue", "a nudge")
    assert client.config_get("appendonly", "maxmemory-policy") == {
        "appendonly": "yes",
        "maxmemory-policy": "noeviction",
    }
    client.close()
    server.process.kill()
    server.stop()

    again = start_valkey(tmp_path)
    client = redis.Redis.from_url(again.url)
    assert client.llen("queue") == 1
    client.close()
    again.stop()


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    folder = places.socket_folder(tmp_path)
    folder.mkdir()
    folder.chmod(0o777)
    try:
        with pytest.raises(CannotStart, match="somebody else"):
            places.make_socket_folder(tmp_path)
    finally:
        folder.rmdir()


def test_a_path_too_long_for_a_socket_is_said_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("long" * 25)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", os.fspath(deep))

    with pytest.raises(CannotStart, match="too long"):
        places.make_socket_folder(tmp_path)


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)

    places.make_data_folder(tmp_path)
    places.make_folder(tmp_path, None)

    assert tmp_path.stat().st_mode & 0o777 == 0o750
