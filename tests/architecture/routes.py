"""Every route, its methods, who may call it: `python -m tests.architecture.routes` writes it.

The list is kept in `routes.txt` and compared by a test, so that a new door is seen in review.
"""

from pathlib import Path

from flask import Flask

from yishi import create_app
from yishi.web.policies import policy_of

FILE = Path(__file__).with_name("routes.txt")


def lines(app: Flask) -> list[str]:
    """Address, methods, policy; sorted."""
    found = []
    for rule in app.url_map.iter_rules():
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        policy = policy_of(app.view_functions[rule.endpoint])
        found.append(f"{rule.rule}  {','.join(methods)}  {policy}")
    return sorted(found)


if __name__ == "__main__":
    FILE.write_text("\n".join(lines(create_app())) + "\n")
