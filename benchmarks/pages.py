"""Pages beside a bare page, an edit beside a bare edit, in turns of one run.

    python -m benchmarks.pages [seconds a turn]

Eight clients ask for the public page of a deliberation with 50 agenda items, the
schedule and the issue register (signed in), beside a bare Flask + SQLAlchemy page of
the same 50 rows under the same gunicorn; one client edits an agenda item, beside a
one-row edit. Aim: a page ≥ 0.5 × the bare page, ≤ 6 SQL statements, ≤ 30 kB as sent;
an edit's p50 ≤ 2 × the bare edit. Last line: RESULT {json}.
"""

import json
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import bare, load
from benchmarks.town import Town, build_town
from benchmarks.web import serve, statements_of

TURNS = 3
MOST_STATEMENTS, MOST_BYTES, LEAST_SHARE, MOST_EDIT = 6, 30_000, 0.5, 2.0


@dataclass(frozen=True)
class Row:
    """A page's figures over the turns."""

    name: str
    rate: float
    share: float
    p50: float
    p95: float
    sent: int
    statements: int

    def passes(self) -> bool:
        """Whether the aim is met."""
        return (
            self.share >= LEAST_SHARE
            and self.statements <= MOST_STATEMENTS
            and self.sent <= MOST_BYTES
        )


def main() -> int:
    """Builds, measures in turns, prints the table; 1 if an aim is missed."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 4.0
    with tempfile.TemporaryDirectory(prefix="yishi-bench-") as folder:
        town = build_town(Path(folder))
        bare.fill(bare.create_app(town.environ["DATABASE_URL"]), town.rows)
        with (
            serve("benchmarks.bare:create_app()", town.environ) as limit,
            serve("yishi:create_app()", town.environ) as product,
        ):
            pages = _pages(town, limit, product, seconds)
            edit = _edits(town, limit, product, seconds)
        town.stop()
    return _report(pages, edit)


def _pages(town: Town, limit: str, product: str, seconds: float) -> list[Row]:
    cookie = {"Cookie": town.cookie}
    wanted = [
        ("a deliberation, 50 items", town.day_path, {}),
        ("the schedule", "/schedule", {}),
        ("the issue register", "/desk/issues", cookie),
    ]
    load.drive(f"{limit}/rows", seconds=1)
    return [
        _page(
            name,
            f"{product}{path}",
            headers,
            beside=f"{limit}/rows",
            seconds=seconds,
            statements=statements_of(town.app, path, headers),
        )
        for name, path, headers in wanted
    ]


def _page(
    name: str,
    url: str,
    headers: dict[str, str],
    *,
    beside: str,
    seconds: float,
    statements: int,
) -> Row:
    load.drive(url, seconds=1, headers=headers)
    pairs = [
        (load.drive(url, seconds=seconds, headers=headers), load.drive(beside, seconds=seconds))
        for _ in range(TURNS)
    ]
    failed = sum(mine.failed for mine, _ in pairs)
    if failed:
        raise SystemExit(f"{url} failed {failed} times")
    middle = statistics.median
    return Row(
        name,
        rate=middle(mine.rate for mine, _ in pairs),
        share=middle(mine.rate / bare_.rate for mine, bare_ in pairs),
        p50=middle(mine.p50 for mine, _ in pairs),
        p95=middle(mine.p95 for mine, _ in pairs),
        sent=max(mine.sent for mine, _ in pairs),
        statements=statements,
    )


def _edits(town: Town, limit: str, product: str, seconds: float) -> tuple[float, float, float]:
    """Median p50 of our edit and of the bare one in ms, and their ratio."""
    plain = [urlencode({"text": f"text {n}"}) for n in range(97)]
    version, pairs = town.version, []
    for _ in range(TURNS):
        bodies = town.edits(version, 4000)
        mine = load.drive(
            f"{product}{town.edit_path}",
            seconds=seconds,
            clients=1,
            headers={"Cookie": town.cookie, "HX-Request": "true"},
            bodies=bodies,
        )
        if mine.failed:
            raise SystemExit(f"{mine.failed} edits failed")
        version = town.version_now()
        limit_ = load.drive(f"{limit}/rows/1", seconds=seconds, clients=1, bodies=plain)
        pairs.append((mine.p50, limit_.p50))
    ours = statistics.median(a for a, _ in pairs)
    theirs = statistics.median(b for _, b in pairs)
    return ours, theirs, statistics.median(a / b for a, b in pairs)


def _report(pages: list[Row], edit: tuple[float, float, float]) -> int:
    heads = ("req/s", "of bare", "p50 ms", "p95 ms", "bytes", "SQL")
    print(f"{'page':28}", *(f"{head:>8}" for head in heads))
    for row in pages:
        print(
            f"{row.name:28} {row.rate:8.0f} {row.share:8.2f} {row.p50:8.1f} {row.p95:8.1f}"
            f" {row.sent:8} {row.statements:8}"
        )
    ours, theirs, ratio = edit
    print(f"{'an agenda edit, p50':28} {ours:.1f} ms, bare {theirs:.1f} ms: {ratio:.2f} x")
    good = all(row.passes() for row in pages) and ratio <= MOST_EDIT
    figures = {
        "pages": {row.name: row.__dict__ for row in pages},
        "edit": {"p50": ours, "bare_p50": theirs, "ratio": ratio},
        "pass": good,
    }
    print("RESULT", json.dumps(figures, ensure_ascii=False))
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
