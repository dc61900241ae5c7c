"""The app as gunicorn serves it in the test of many streams: anybody may listen to `tea:7`."""

import random

from yishi import create_app, live
from yishi.accounts.actors import Actor
from yishi.settings import Settings

app = create_app(Settings.from_environment())
app.extensions["yishi_actor_loader"] = lambda: Actor("somebody", random.randrange(10**9))
live.register("tea", lambda number, _actor: number == 7)
