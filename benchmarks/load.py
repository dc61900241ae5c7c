"""Eight clients against one address, each on a connection it keeps: rate, p50, p95, bytes."""

import http.client
import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Figures:
    """What one run saw; times in milliseconds, `sent` in bytes of body as sent."""

    rate: float
    p50: float
    p95: float
    sent: int
    failed: int


def drive(
    url: str,
    *,
    seconds: float,
    clients: int = 8,
    headers: Mapping[str, str] | None = None,
    bodies: list[str] | None = None,
) -> Figures:
    """Asks for `url` again and again, from a process of its own (POST if there are bodies)."""
    work = {
        "url": url,
        "seconds": seconds,
        "clients": clients,
        "headers": {"Accept-Encoding": "gzip", **(headers or {})},
        "bodies": bodies,
    }
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        input=json.dumps(work),
        capture_output=True,
        text=True,
        check=True,
    )
    return Figures(**json.loads(done.stdout))


def _run(work: dict[str, object]) -> Figures:
    times: list[float] = []
    sizes: list[int] = []
    failures: list[int] = []
    threads = [
        threading.Thread(target=_client, args=(work, number, times, sizes, failures))
        for number in range(int(str(work["clients"])))
    ]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - begin
    cuts = statistics.quantiles(times, n=100)
    return Figures(len(times) / spent, cuts[49], cuts[94], max(sizes), len(failures))


def _client(
    work: dict[str, object],
    number: int,
    times: list[float],
    sizes: list[int],
    failures: list[int],
) -> None:
    ask = _asker(work, number)
    until = time.perf_counter() + float(str(work["seconds"]))
    while (begin := time.perf_counter()) < until:
        status, size = ask()
        times.append((time.perf_counter() - begin) * 1000)
        sizes.append(size)
        if status >= 400:
            failures.append(status)


def _asker(work: dict[str, object], number: int) -> Callable[[], tuple[int, int]]:
    parts = urlsplit(str(work["url"]))
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)
    headers = dict(work["headers"])  # type: ignore[call-overload]
    bodies: list[str] = list(work["bodies"] or [])  # type: ignore[call-overload]
    if bodies:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    turn = iter(range(number, 10**9, int(str(work["clients"]))))

    def ask() -> tuple[int, int]:
        body = bodies[next(turn) % len(bodies)] if bodies else None
        connection.request("POST" if bodies else "GET", path, body=body, headers=headers)
        response = connection.getresponse()
        return response.status, len(response.read())

    return ask


if __name__ == "__main__":
    print(json.dumps(asdict(_run(json.load(sys.stdin)))))
