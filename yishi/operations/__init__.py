"""For the person who keeps the server: is it well, what is it doing, what is wrong.

`/healthz` says the process lives, `/readyz` that it can serve, `/desk/status` the
same in plain words, `flask --app yishi check` before the doors open.
"""
